"""The mutants of a source text: each changes one operator, number, condition or statement."""

import ast
from dataclasses import dataclass

_COMPARE = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.NotIn: ("not in", "in"),
}
_BINARY = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "//"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.BitXor: ("^", "&"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.Pow: ("**", "*"),
}
_INVERTED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
_DELETED = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Break, ast.Continue)


@dataclass(frozen=True)
class Mutant:
    """One change. Two with the same `key` look the same to a reader."""

    file: str
    line: int
    where: str  # qualified name of the function, or "module"
    lines: range  # of that function; empty for the module: it runs when it is imported
    before: str  # the line, stripped
    after: str
    source: str  # the whole mutated file

    @property
    def key(self):
        """Return what stays the same when lines above change."""
        return (self.file, self.where, self.before, self.after)


class _Finder(ast.NodeVisitor):
    def __init__(self, file, source):
        self.file = file
        self.source = source.encode()  # the tree counts columns in bytes
        self.starts = [0]
        for line in self.source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.scope = []
        self.lines = range(0)  # of the function
        self.found = []

    def _span(self, node):
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def _text(self, node):
        start, end = self._span(node)
        return self.source[start:end].decode()

    def _replace(self, span, text):
        start, end = span
        mutated = self.source[:start] + text.encode() + self.source[end:]
        line = self.source.count(b"\n", 0, start)
        self.found.append(
            Mutant(
                self.file,
                line + 1,
                ".".join(self.scope) or "module",
                self.lines,
                self.source.splitlines()[line].decode().strip(),
                mutated.splitlines()[line].decode().strip(),
                mutated.decode(),
            )
        )

    def _operator(self, left, right, pair):
        # the operator stands between its operands; parentheses and comments may too
        start, end = self._span(left)[1], self._span(right)[0]
        at = self.source.index(pair[0].encode(), start, end)
        self._replace((at, at + len(pair[0])), pair[1])

    def _negate(self, test):
        compared = isinstance(test, ast.Compare) and isinstance(test.ops[0], _INVERTED)
        if compared or isinstance(test, ast.UnaryOp):
            return  # another mutant says the same
        self._replace(self._span(test), f"not ({self._text(test)})")

    def _scoped(self, node):
        self.scope.append(node.name)
        self.generic_visit(node)
        self.scope.pop()

    def visit_ClassDef(self, node):
        self._scoped(node)

    def visit_FunctionDef(self, node):
        outside = self.lines
        self.lines = range(node.body[0].lineno, node.end_lineno + 1)
        self._scoped(node)
        self.lines = outside

    def visit_Compare(self, node):
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            self._operator(left, right, _COMPARE[type(operator)])
            left = right
        self.generic_visit(node)

    def visit_BinOp(self, node):
        self._operator(node.left, node.right, _BINARY[type(node.op)])
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        pair = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._operator(left, right, pair)
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        if isinstance(node.op, (ast.Not, ast.Invert)):
            self._replace(self._span(node), f"({self._text(node.operand)})")
        self.generic_visit(node)

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, bool):
            self._replace(self._span(node), str(not value))
        elif isinstance(value, int):
            for other in (value + 1, value - 1):
                self._replace(self._span(node), str(other) if other >= 0 else f"({other})")

    def visit_If(self, node):
        if self._text(node.test) == "_TYPING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node):
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node):
        self._negate(node.test)
        self.generic_visit(node)

    def visit_Return(self, node):
        if node.value is None:
            self._replace(self._span(node), "pass")
        self.generic_visit(node)

    def generic_visit(self, node):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if docstring:
            return
        if self.lines and isinstance(node, _DELETED):
            self._replace(self._span(node), "pass")
        super().generic_visit(node)


def mutants(file, source):
    """Return every mutant of a source text, in the order of its lines."""
    finder = _Finder(file, source)
    finder.visit(ast.parse(source))
    return sorted(finder.found, key=lambda mutant: mutant.line)
