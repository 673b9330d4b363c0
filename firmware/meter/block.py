"""Registers that are asked for in one go, and what is known of them."""

from micropython import const

CURRENT = const(0)  # places of a value: three phases each
VOLTAGE = const(3)
POWER = const(6)
TOTAL = const(9)  # power of all phases
FREQUENCY = const(10)
ENERGY = const(11)
SERIAL = const(12)
PLACES = const(13)


class Block:
    """Registers asked for in one go."""

    def __init__(self, register, asked, period_ms, rows):
        self.register = register
        self.request = asked
        self.period_ms = period_ms
        self.rows = rows  # (place, byte, type, registers, little, multiply, divide)
        self.optional = rows[0][0] == SERIAL  # a meter may do without, it is asked once a minute
        self.guards = False  # current or voltage is in it
        for row in rows:
            self.guards = self.guards or row[0] < POWER
        self.known = False  # it has a good answer that is not too old
        self.good_ms = 0  # when the newest good answer was asked for
        self.asked_ms = 0  # when the first question without an answer went out
        self.owing = False  # there is one
        self.last_ms = 0  # when it was asked last
        self.wait_ms = 0  # how long after that it is asked again
        self.errors = 0
