"""What of the firmware's sources is compiled: the same program with fewer and shorter names."""

import ast

from tools.build.constants import Constants
from tools.build.private import shorten

_ON_A_PC = {"shell.store": "MemoryStore"}  # a class of a module that only benches make


class Program:
    """The modules {name: source text} of a firmware."""

    def __init__(self, texts):
        self._trees = {name: ast.parse(text) for name, text in texts.items()}
        for name in set(_ON_A_PC) & set(texts):
            body = self._trees[name].body
            body[:] = [line for line in body if getattr(line, "name", "") != _ON_A_PC[name]]
        self._constants = Constants(self._trees)
        self.shorts = shorten(self._trees)  # {module: {short: name}}

    def text(self, module):
        """Return what of a module is compiled."""
        return ast.unparse(self._trees[module])

    def beside(self, text):
        """Return what of a module's text is compiled that is none of these, and uses them."""
        tree = ast.parse(text)
        self._constants.write(tree)
        return ast.unparse(tree)
