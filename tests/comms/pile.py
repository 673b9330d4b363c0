"""As much of an App as a set-point needs."""


class Pile:
    """App, ports, trade and authorisation in one; `asked` lists starts and stops."""

    def __init__(self, **values):
        self.values = {
            "modbus_watchdog_s": 0,
            "claim_policy": "release",
            "fallback_a": 0,
            "authorise": "plug_and_charge",
        }
        self.values.update(values)
        self.ports = self.trade = self.authorise = self
        self.now_ms = 0
        self.asked = []
        self.grants = True

    def ticks_ms(self):
        return self.now_ms

    def start(self, who, group, now_ms):
        self.asked.append(("start", who))
        return self.grants

    def stop(self, reason):
        self.asked.append(("stop", reason))
        return self.grants
