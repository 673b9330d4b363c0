"""I5 at the pile's register: over any life of a meter no mWh is lost and none invented."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meter.reading import Reading
from meter.register import Register

MOST_MW = 30000000
MWH = 3600000  # mW ms in one
FAR = 10**11  # between the registers of two meters
FIRST = 100 * FAR

FLOW = st.tuples(st.just("flow"), st.integers(100, 5000), st.integers(0, 100))  # ms, % of most
EVENTS = st.one_of(
    FLOW,
    FLOW,
    FLOW,
    st.tuples(st.just("silent"), st.integers(100, 60000), st.integers(0, 100)),
    st.tuples(st.just("keep")),
    st.tuples(st.just("cut"), st.integers(0, 600000)),  # tick counter after the start
    st.tuples(st.just("fall"), st.integers(0, 5 * 10**9)),
    st.tuples(st.just("rise"), st.integers(1, 5 * 10**9)),
    st.tuples(st.just("other"), st.integers(0, 1000)),
)


class Life:
    """A meter, its pile, and what must have been counted by definition."""

    def __init__(self, step_mwh, serials):
        self.step_mwh = step_mwh
        self.serials = serials
        self.meter = 0
        self.true_mwh = FIRST
        self.expected = 0
        self.now_ms = 2**30 - 20000
        self.register = Register(MOST_MW)
        self.kept = None
        self.seen = self.shown()
        self.register.take(self.reading(), self.now_ms)
        self.keep()

    def shown(self):
        return self.true_mwh // self.step_mwh * self.step_mwh

    def reading(self):
        reading = Reading()
        reading.energy_mwh = self.shown()
        reading.serial = "%012d" % (self.meter + 1) if self.serials else ""
        return reading

    def keep(self):
        register = self.register
        self.kept = (register.mwh, register.keep(), self.meter, self.seen)

    def pass_ms(self, ms):
        self.now_ms = (self.now_ms + ms) & 0x3FFFFFFF

    def read(self, jumped):
        """Read; what was drawn since the last reading counts, a jump does not."""
        if not jumped:
            self.expected += self.shown() - self.seen
        self.seen = self.shown()
        before = self.register.mwh
        self.register.take(self.reading(), self.now_ms)
        assert self.register.mwh >= before
        assert self.register.mwh == self.expected

    def flow(self, ms, percent):
        self.pass_ms(ms)
        self.true_mwh += MOST_MW * ms * percent // (100 * MWH)
        self.read(jumped=False)

    def silent(self, ms, percent):
        self.pass_ms(ms)
        self.true_mwh += MOST_MW * ms * percent // (100 * MWH)
        self.register.take(None, self.now_ms)

    def cut(self, now_ms):
        mwh, kept, meter, seen = self.kept
        self.register = Register(MOST_MW)
        self.register.restore(mwh, kept)
        self.now_ms = now_ms
        self.expected = mwh
        self.seen = seen
        # with another meter than the one that is remembered, what it says first is no energy
        self.read(jumped=meter != self.meter)
        self.keep()

    def fall(self, mwh):
        """A reset, a rollover, or another meter."""
        self.meter += 1
        self.true_mwh = FIRST - FAR * self.meter - mwh
        self.read(jumped=True)

    def rise(self, mwh):
        """Another meter, or nonsense: more than the pile can have drawn."""
        self.meter += 1
        self.true_mwh = FIRST + FAR * self.meter + mwh
        self.read(jumped=True)

    def other(self, mwh):
        """Another meter that stands all but where the old one did: its number tells."""
        if not self.serials:
            return
        self.meter += 1
        self.true_mwh += mwh
        self.read(jumped=True)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from((1, 10000, 100000)),
    st.booleans(),
    st.lists(EVENTS, max_size=40),
)
def test_no_mwh_is_lost_and_none_invented(step_mwh, serials, events):
    life = Life(step_mwh, serials)
    for name, *numbers in events:
        getattr(life, name)(*numbers)
        assert life.register.mwh <= life.expected
    life.flow(1000, 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-(10**10), 10**10), max_size=30), st.integers(1, 5000))
def test_counted_and_jumped_are_what_the_meter_went_on_by(steps, ms):
    register = Register(MOST_MW)
    reading = Reading()
    reading.energy_mwh = first = 5 * 10**11
    for turn, step in enumerate(steps):
        register.take(reading, turn * ms)
        reading.energy_mwh += step
    register.take(reading, len(steps) * ms)
    assert register.mwh + register.jumped_mwh == reading.energy_mwh - first
    limit = MOST_MW * ms * len(steps) // MWH + MOST_MW + 110000 * (len(steps) + 1)
    assert 0 <= register.mwh <= limit
