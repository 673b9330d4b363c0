"""Public constants, written where they are used: MicroPython does so within one module only.

`LIMIT = const(3)` costs each module that imports it a name, a place in its table and a look-up
at each use; `len(TABLE)` of another module has all of it loaded. The sources are read together,
so a name that nobody looks up any more goes too.
"""

import ast
import functools
import re

_FORMS = ("%s", "len(%s)")


class Constants:
    """Those of a firmware: of its modules {name: tree}, which are changed."""

    def __init__(self, trees):
        self._trees = trees
        self._known = {name: self._constants(name) for name in trees}
        written = {name: self._write(self._trees[name], self._known[name]) for name in trees}
        for tree in trees.values():
            _drop(tree, (), imports=True)
        self._uses = {}  # {module: (names it reads, names of others it takes)}, as it is
        while self._drop(written, imports=True):
            pass  # a module may have passed on what it imported
        said = set().union(*map(spoken, trees.values()))
        self._drop({name: set(self._known[name]) - said for name in trees}, imports=False)

    def write(self, tree):
        """Change the tree of a module beside these, which may use their constants."""
        _drop(tree, self._write(tree, {}) - _read(tree), imports=True)

    @functools.cache  # noqa: B019  as long as the program lives
    def _constants(self, module):
        # {name: number}, those that it imports too; the lengths of tables as {"len(name)": number}
        found = {}
        for node in self._trees[module].body:
            if isinstance(node, ast.ImportFrom) and node.module in self._trees:
                known = self._constants(node.module)
                names = {alias.asname or alias.name: alias.name for alias in node.names}
                for to, name in names.items():
                    for form in _FORMS:
                        if form % name in known:
                            found[form % to] = known[form % name]
            elif is_constant(node):
                code = compile(ast.Expression(node.value.args[0]), module, "eval")
                value = eval(code, {}, found)
                if type(value) is int:
                    found[node.targets[0].id] = value
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
                found[f"len({ast.unparse(node.targets[0])})"] = len(node.value.elts)
        return found

    def _write(self, tree, own):
        # numbers in place of names; return the names
        bound, places = _bound(tree), imported(tree)
        numbers = {
            name: own[name]
            for bare in set(bound) - set(places)
            for name in (form % bare for form in _FORMS)
            if bound.count(bare) == 1 and name in own
        }
        modules = {}
        for name, (module, key) in places.items():
            if name not in bound:
                modules[name] = self._known.get(f"{module}.{key}", {})
                known = self._known.get(module, {})
                numbers |= {
                    form % name: known[form % key] for form in _FORMS if form % key in known
                }
        return _Write(numbers, modules).names_in(tree)

    def _drop(self, names, imports):
        # those of {module: names} that neither it nor another module reads; return whether any
        for module in self._trees.keys() - self._uses.keys():
            self._uses[module] = _read(self._trees[module]), _taken(self._trees[module])
        taken = set().union(*(uses[1] for uses in self._uses.values()))
        dropped = {}
        for module, (read, _) in self._uses.items():
            last = module.rpartition(".")[2]
            unread = {name for name in names[module] - read if (last, name) not in taken}
            if unread:
                dropped[module] = unread
        for module, unread in dropped.items():
            _drop(self._trees[module], unread, imports)
            names[module] -= unread
            del self._uses[module]
        return bool(dropped)


class _Write(ast.NodeTransformer):
    def __init__(self, numbers, modules):
        self._numbers = numbers
        self._modules = modules
        self._written = set()

    def names_in(self, tree):
        self.visit(tree)
        return self._written

    def visit_Call(self, node):
        text = ast.unparse(node)
        owner, _, name = text.removeprefix("len(").removesuffix(")").partition(".")
        known = self._modules.get(owner, {})
        if text in self._numbers:
            self._written.add(owner)
            return _number(self._numbers[text])
        if f"len({name})" in known and text == f"len({owner}.{name})":
            self._written.add(owner)
            return _number(known[f"len({name})"])
        return self.generic_visit(node)

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load) or node.id not in self._numbers:
            return node
        self._written.add(node.id)
        return _number(self._numbers[node.id])

    def visit_Attribute(self, node):
        if isinstance(node.value, ast.Name):
            known = self._modules.get(node.value.id, {})
            if isinstance(node.ctx, ast.Load) and node.attr in known:
                self._written.add(node.value.id)
                return _number(known[node.attr])
        return self.generic_visit(node)


def _number(value):
    sign = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), sign) if value < 0 else sign


def _drop(tree, names, imports):
    """Take imports of names out of a tree, or the constants of these names."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                kept = [line for line in block if not _empty(line, names, imports)]
                setattr(node, field, kept or [ast.Pass()] * bool(block))


def _empty(line, names, imports):
    # after the names have been taken out of it
    if imports and isinstance(line, ast.ImportFrom):
        line.names = [alias for alias in line.names if (alias.asname or alias.name) not in names]
        if line.module == "micropython":  # the compiler knows const() by its name
            line.names = [alias for alias in line.names if alias.name != "const"]
        return not line.names
    return not imports and is_constant(line) and line.targets[0].id in names


def is_constant(node):
    """Return whether a statement is NAME = const(...)."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "const"
    )


def imported(tree):
    """Return {name: (module, name there)} of what a module imports by name."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _taken(tree):
    # (last part of a module's name, name there) of what is imported or looked up in a module
    places = imported(tree)
    found = {(module.rpartition(".")[2], name) for module, name in places.values()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", getattr(node.value, "attr", None))
            found.add((places.get(owner, (None, owner))[1], node.attr))
    return found


def _bound(tree):
    # names, each as often as it is bound by anything but an import
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.append(node.id)
        elif isinstance(node, ast.arg):
            found.append(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.ExceptHandler):
            found.append(node.name)
        elif isinstance(node, ast.Global):
            found += 2 * node.names
    return found


def _read(tree):
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def spoken(tree):
    """Return the words of a module's texts, docstrings apart: a name may be looked up by one."""
    about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about
    ]
    return set(re.findall(r"\w+", " ".join(texts)))
