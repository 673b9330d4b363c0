"""A console on the fake pile; its lines are kept."""

import json

from shell import console
from tests.shell.fakes import Pile


class Desk:
    """A console on a pile; `said` collects its lines."""

    def __init__(self, pile):
        self.pile = pile
        self.said = []
        console.attach(pile.app, self.said.append)

    def ask(self, command, *arguments, **options):
        self.said.clear()
        getattr(console, command)(*arguments, **options)
        return "\n".join(self.said)

    def data(self, command, *arguments, **options):
        self.ask(command, *arguments, json=True, **options)
        assert len(self.said) == 1
        return json.loads(self.said[0])


def charging(settings=b"{}"):
    console.attach(None)  # two piles at a time leave a small heap no room
    pile = Pile(settings)
    pile.charge()
    return Desk(pile)
