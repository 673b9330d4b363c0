"""Messages of every kind, sealed with a key that no wire looks at."""

from group import message

KEY = message.Key(b"0123456789abcdef")


def hello(pile, leader=1):
    return KEY.seal(b"", message.hello(pile, leader, (1, 1), 4, 6000, bytes(8)))


def welcome(pile, leader=1):
    return KEY.seal(b"", message.welcome(pile, leader, 1, 0, bytes(8)))


def ask(pile, stamp=9):
    return KEY.seal(b"", message.ask(1, pile, stamp, 0, 31, 32000, None, 0))


def grant(pile, stamp=9):
    return KEY.seal(b"", message.grant(1, pile, stamp, 1, (6000, 6000, 6000)))
