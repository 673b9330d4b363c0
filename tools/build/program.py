"""What of the firmware's sources is compiled: the same program with fewer and shorter names."""

import ast

from tools.build.constants import Constants
from tools.build.private import shorten


class Program:
    """The modules {name: source text} of a firmware."""

    def __init__(self, texts):
        self._trees = {name: ast.parse(text) for name, text in texts.items()}
        self._constants = Constants(self._trees)
        self.shorts = shorten(self._trees)  # {module: {short: name}}

    def text(self, module):
        """Return what of a module is compiled."""
        return _unparsed(self._trees[module])

    def beside(self, text):
        """Return what of a module's text is compiled that is none of these, and uses them."""
        tree = ast.parse(text)
        self._constants.write(tree)
        return _unparsed(tree)


def _unparsed(tree):
    # Of `a, b = c, d` MicroPython makes no tuple, which a tick has no memory for; of
    # `a, b = (c, d)`, as ast has it, it does.
    lines = ast.unparse(tree).encode().split(b"\n")
    for node in ast.walk(ast.parse(b"\n".join(lines))):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
            and node.value.end_col_offset is not None
        ):
            row, begin, end = node.lineno - 1, node.value.col_offset, node.value.end_col_offset
            line = lines[row]
            lines[row] = line[:begin] + line[begin + 1 : end - 1] + line[end:]
    return b"\n".join(lines).decode()
