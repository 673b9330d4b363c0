"""Private names are short on a board, and modules that never meet share them.

MicroPython keeps each name once, for ever. One that starts with `_`, or that only arguments have,
belongs to one module, seldom to a few: there it becomes `_0`, `_1` ... It stays where a text says
it, and where something but `self` is given an attribute of that name: who reads it is not known.
"""

import ast
import builtins

from tools.build.constants import imported, is_constant, spoken

LOOKED_INTO = {"_dma", "_feed", "_pilot", "_sample", "_timer"}  # by the tests on the chip


def shorten(trees):
    """Rename in the trees {module: tree}; return {module: {short: name}}."""
    made = set().union(*map(_made, trees.values()))
    kept = LOOKED_INTO.union(*map(spoken, trees.values()), *map(_given, trees.values()))
    arguments = set().union(*map(_arguments, trees.values()))
    arguments -= set(dir(builtins)).union(*map(_elsewhere, trees.values()))
    own = {module: _private(tree, arguments) & made - kept for module, tree in trees.items()}
    numbers = _numbered([_with_bases(module, trees, own) for module in trees])
    shorts = {
        module: {name: f"_{numbers[name]}" for name in names} for module, names in own.items()
    }
    for module, tree in trees.items():
        _Rename(shorts[module]).visit(tree)
    return {
        module: {short: name for name, short in names.items()} for module, names in shorts.items()
    }


def _with_bases(module, trees, own):
    # names that an object of this module may have: those of its classes' bases too
    names = set(own[module])
    for node in ast.walk(trees[module]):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                home = imported(trees[module]).get(getattr(base, "id", None), (None, None))[0]
                if home in trees:
                    names |= _with_bases(home, trees, own)
    return names


def _numbered(meetings):
    # {name: number}, two names that meet never with the same; the most met have the lowest
    places = {}
    for place, names in enumerate(meetings):
        for name in names:
            places.setdefault(name, []).append(place)
    taken = [set() for _ in meetings]
    numbers = {}
    for name in sorted(places, key=lambda name: (-len(places[name]), name)):
        others = set().union(*(taken[place] for place in places[name]))
        numbers[name] = next(number for number in range(len(places)) if number not in others)
        for place in places[name]:
            taken[place].add(numbers[name])
    return numbers


def _is_private(name):
    return isinstance(name, str) and name[:1] == "_" and name[1:2] not in ("", "_")


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FIELDS = ("id", "attr", "arg", "name", "asname")


def _private(tree, arguments):
    constants = {ast.unparse(node.targets) for node in tree.body if is_constant(node)}
    names = {getattr(node, field, None) for node in ast.walk(tree) for field in _FIELDS}
    return {name for name in names - constants if _is_private(name) or name in arguments}


def _arguments(tree):
    return {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} - {"self", "_"}


def _elsewhere(tree):
    # names of other things than arguments, and arguments that a caller names
    found = set(_outside(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword):
            found.add(node.arg)
        elif not isinstance(node, ast.arg):
            found |= {getattr(node, field, None) for field in ("attr", "name", "asname")}
    return found


def _outside(node):
    # names that are not in a function
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Name):
            yield child.id
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for line in [*child.decorator_list, *child.args.defaults]:
                yield from _outside(ast.Expr(line))
        else:
            yield from _outside(child)


def _made(tree):
    # what is ours to name
    return {
        *(getattr(node, "asname", None) for node in ast.walk(tree)),
        *(node.name for node in ast.walk(tree) if isinstance(node, _DEFINITIONS)),
        *(node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)),
        *(
            getattr(node, "id", getattr(node, "attr", None))
            for node in ast.walk(tree)
            if isinstance(getattr(node, "ctx", None), ast.Store)
        ),
    }


def _given(tree):
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and getattr(node.value, "id", None) != "self"
    }


class _Rename(ast.NodeTransformer):
    def __init__(self, shorts):
        self._shorts = shorts

    def visit(self, node):
        for field in _FIELDS:
            name = getattr(node, field, None)
            if name in self._shorts:
                setattr(node, field, self._shorts[name])
        if isinstance(node, ast.Global):
            node.names = [self._shorts.get(name, name) for name in node.names]
        return self.generic_visit(node)
