"""A car on a pilot and mains that a test moves."""

from tools.world.car import B_OHM, C_OHM, Car

MS = 1000
PWM = 2666  # 16 A
X1 = 10000


class Drive:
    """A car on a pilot and mains that a test moves; time in ms."""

    def __init__(self, model="plain"):
        self.car = Car()
        self.car.load(model, 0)
        self.ms = 0
        self.shown = []  # (ms, ohm) of each change

    def run(self, ms):
        end = self.ms + ms
        while self.car.due_us <= end * MS:
            self.ms = self.car.due_us // MS
            self.car.step(self.car.due_us)
            self._show()
        self.ms = end
        return self

    def plug(self, ohm, asks):
        self.car.script(self.ms * MS, ohm, asks)
        self._show()
        return self

    def b(self):
        return self.plug(B_OHM, 0)

    def c(self):
        return self.plug(C_OHM, 1)

    def pilot(self, view):
        self.car.pilot(self.ms * MS, view)
        self._show()
        return self

    def supply(self, live):
        self.car.supply(self.ms * MS, live)
        return self

    def charging(self, duty=PWM):
        return self.c().pilot(duty).run(1000).supply(1).run(2000)

    def opens_after(self, limit_ms=20000):
        return self._reaches(B_OHM, limit_ms)

    def closes_after(self, limit_ms=200000):
        return self._reaches(C_OHM, limit_ms)

    def _reaches(self, ohm, limit_ms):
        begin = self.ms
        while self.car.ohm != ohm and self.car.due_us <= (begin + limit_ms) * MS:
            self.run(self.car.due_us // MS - self.ms)
        return self.ms - begin if self.car.ohm == ohm else None

    def _show(self):
        if not self.shown or self.shown[-1][1] != self.car.ohm:
            self.shown.append((self.ms, self.car.ohm))
