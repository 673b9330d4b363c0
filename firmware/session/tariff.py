"""What a kWh costs at which hour: up to 4 prices over the slots of a local day (S5).

A tariff is a dict, checked by session.tariff_check, kept as JSON under `NAME` in the store:
version 1..65535, currency, slot_min, zone_min, prices [[energy_e5, service_e5], ..], slots (a
digit a slot: which price; "" = always the first), grace_min, overstay_e5 a minute, cap_e5.

While the clock is not set nobody knows the hour: then the cheapest price is billed, and its
line is marked (`UNSET`): our clock is not the customer's fault.
"""

from micropython import const

NAME = "tariff"
UNSET = const(0x80)  # beside the price's number: the clock was not set
FREE = (0, 0, 0, 0)  # the rate of who pays nothing
_DAY_S = const(86400)


def flat(price_e5):
    """Return the tariff of one price at all hours, version 0: the setting price_kwh."""
    return {
        "version": 0,
        "currency": "",
        "slot_min": 60,
        "zone_min": 0,
        "prices": [[price_e5, 0]],
        "slots": "",
        "grace_min": 0,
        "overstay_e5": 0,
        "cap_e5": 0,
    }


class Tariff:
    """A checked tariff, ready to be asked each second."""

    def __init__(self, data):
        self.data = data
        self._zone_s = data["zone_min"] * 60
        self._slot_s = data["slot_min"] * 60
        self._slots = data["slots"] or "0" * (_DAY_S // self._slot_s)
        # what a line of the session begins with: version, number of the price, both prices
        version = data["version"]
        prices = data["prices"]
        self._rates = [(version, tier, row[0], row[1]) for tier, row in enumerate(prices)]
        best = 0
        for tier, row in enumerate(prices):
            if row[0] + row[1] < prices[best][0] + prices[best][1]:
                best = tier
        self._unset = (version, best | UNSET, prices[best][0], prices[best][1])
        self.terms = (data["grace_min"], data["overstay_e5"], data["cap_e5"])

    def rate(self, unix_s):
        """Return (version, number of the price, energy_e5, service_e5) at `unix_s`, 0 = unset."""
        if not unix_s:
            return self._unset
        slot = (unix_s + self._zone_s) % _DAY_S // self._slot_s
        return self._rates[ord(self._slots[slot]) - 48]
