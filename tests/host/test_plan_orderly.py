"""A plan under way against its definition, second by second: cars, clocks, restarts, new plans."""

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.orderly import GOT, Orderly
from plan.plan_file import pack, unpack
from plan.plan_source import PLATFORM

NOW = 1767268800
SPAN = 400  # seconds of a case


class Kept:
    """What plan.plan_file keeps of a plan."""

    def __init__(self, run):
        self.run = run
        self.origin = PLATFORM
        self.id = "P"
        self.bound = 1
        self.aside = 0
        self.seen_mwh = 0


@st.composite
def slots(draw, begin=0):
    """Slots in order, seconds and mW."""
    edges = sorted(draw(st.sets(st.integers(begin, SPAN), min_size=2, max_size=12)))
    powers = st.sampled_from([0, 1380000, 7000000, 22080000])
    return [
        (edges[at], edges[at + 1], draw(powers))
        for at in range(len(edges) - 1)
        if draw(st.booleans())
    ]


def truth(rows, got, needed, departure, second):
    """(mW, end) by the definition, None after the departure; the end of a pause is not told."""
    if got >= needed:
        return 0, 0
    if second >= departure:
        return None
    for start, stop, power in rows:
        if start <= second < stop:
            return power, stop
    return 0, min([start for start, _, _ in rows if start > second], default=departure)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_it_allows_what_its_slots_say_and_loses_no_energy(data):
    rows = data.draw(slots())
    departure = max([stop for _, stop, _ in rows], default=0) + data.draw(st.integers(0, 50))
    needed = data.draw(st.integers(1, 1000000))
    run = Orderly(NOW, needed, NOW + departure, True)
    run.put(NOW, rows, NOW)
    got = second = adjusted_s = 0
    for _ in range(data.draw(st.integers(1, 60))):
        event = data.draw(st.sampled_from(["pass", "pass", "pass", "jump", "restart", "adjust"]))
        if event == "jump":
            second = data.draw(st.integers(0, SPAN))
        elif event == "restart":
            run = unpack(pack(Kept(run)))[-1]
        elif event == "adjust":
            rows = data.draw(slots(min(second, SPAN - 2)))
            run.put(NOW + second, rows, NOW)
            adjusted_s = max(adjusted_s, second)
        else:
            second += data.draw(st.integers(1, 30))
        delta = data.draw(st.integers(0, 20000))
        run.count(NOW + second, 1, delta, data.draw(st.sampled_from(["", "car", "group"])))
        got += delta
        told = run.allowed(NOW + second)
        expected = truth(rows, got, needed, departure, second)
        if second < adjusted_s:
            continue  # the clock went back before the adjusted plan: nothing is promised there
        assert told == _at(expected), (event, second)
        assert run.got_mwh == got
        assert sum(row[GOT] for row in run.rows) <= got
        edges = [edge for row in run.rows for edge in row[:2]]
        assert edges == sorted(edges)


def _at(told):
    # slots of the definition count from NOW, the plan tells unix time
    return told and (told[0], told[1] and NOW + told[1])
