import json

from shell import console
from tools.world.bench import World

B, C, D = 2740, 882, 246
RESISTORS = (
    ("cp B", 2740),
    ("cp B min", 1870),
    ("cp B max", 4610),
    ("cp C", 882),
    ("cp C min", 612),
    ("cp C max", 1254),
    ("cp D", 246),
    ("cp D min", 130),
    ("cp D max", 408),
)
CABLES = (("pp 13", 1500), ("pp 20", 680), ("pp 32", 220), ("pp 63", 100))
NO_HANDS = ("settings", "inputs", "temperature", "clock", "meter")


class Bench:
    """A virtual pile, the person before it and the console."""

    def __init__(self, **settings):
        console.attach(None)  # the one before makes room
        settings.setdefault("max_current_a", 32)
        self.world = World({"settings": settings})
        self.us = 0
        self.wait(8)
        self.said = []
        console.attach(self.world.app, self.said.append)

    def wait(self, seconds):
        self.us += int(seconds * 1000000)
        self.world.step_until(self.us)

    def put(self, key, value):
        self.world.set(key, value)
        self.wait(2)

    def ask(self, step=None, **options):
        self.said.clear()
        console.bringup(step, json=True, **options)
        assert len(self.said) == 1, self.said
        return json.loads(self.said[0])

    def state(self, step, **options):
        """Return the state of a step, called again while it runs."""
        for _ in range(20):
            row = self.ask(step, **options)
            assert "state" in row, row
            if row["state"] != "runs":
                return row["state"]
            self.wait(1)
        raise AssertionError(row)

    def resistor(self, step, ohm):
        """Do a step with a test resistor, and take it away."""
        self.state(step)
        self.put("ev.resistance_ohm", ohm)
        found = self.state(step)
        self.put("ev.state", "A")
        return found

    def closing(self, mains):
        """Do the step of the contactor with a test car."""
        first = self.state("contactor", mains=mains)
        if first != "hands":
            return first
        self.put("ev.state", "C")
        self.wait(6)
        row = self.ask("contactor", mains=mains)
        self.put("ev.state", "A")
        self.wait(4)
        return self.state("contactor", mains=mains) if row["state"] == "runs" else row["state"]


def test_every_step_of_a_good_pile_passes():
    bench = Bench()
    for step in NO_HANDS:
        assert bench.state(step) == "pass", bench.said
    assert bench.state("network") == "absent"
    assert bench.state("rcd") == "pass"
    assert bench.state("cp") == "pass"
    for step, ohm in RESISTORS:
        assert bench.resistor(step, ohm) == "pass", bench.said
        assert not bench.world.plant.poles
    for step, ohm in CABLES:
        bench.put("cable.pp_ohm", ohm)
        assert bench.state(step) == "pass"
    bench.put("cable.pp_ohm", 220)
    bench.put("ev.state", "B")
    assert bench.state("pwm") == "pass", bench.said
    assert bench.state("lock in") == "pass"
    bench.put("ev.state", "A")
    assert bench.state("lock out") == "pass"
    assert bench.closing("on") == "pass", bench.said
    bench.put("mains.volts", [0, 0, 0])
    assert bench.closing("off") == "pass", bench.said
    listed = bench.ask()
    open_ones = [row["step"] for row in listed["steps"] if row["state"] == "open"]
    assert open_ones == ["factory"]
    assert listed["outcome"] == "incomplete"


def test_each_broken_part_is_told_as_such():
    broken = (
        ("inputs", "mains.pe", False),
        ("temperature", "temperature_c.board", "open"),
        ("meter", "mains.volts", [230, 0, 230]),
        ("rcd", "rcd.self_test_works", False),
    )
    for step, key, value in broken:
        bench = Bench()
        bench.put(key, value)
        assert bench.state(step) == "fail", step


def test_a_clock_that_was_never_set_fails():
    bench = Bench()
    bench.world.app.trade.clock.quality = 0
    assert bench.state("clock") == "fail"


def test_settings_above_what_the_board_carries_fail():
    bench = Bench(max_current_a=32)
    bench.world.app.outlet.config.board_ma = 16000
    assert bench.state("settings") == "fail"


def test_a_pilot_that_does_not_reach_its_rail_fails():
    bench = Bench()
    bench.world.plant.line.open_high_mv = 11200
    bench.put("cp.leak_ohm", 0)
    assert bench.state("cp") == "fail"


def test_a_wrong_resistor_fails_and_an_absent_one_needs_hands():
    bench = Bench()
    row = bench.ask("cp C")
    assert row["state"] == "hands" and "1300 ohm" in row["do"]
    bench.put("ev.resistance_ohm", 2740)
    assert bench.state("cp C") == "fail"
    bench.put("cable.pp_ohm", 150)
    assert bench.state("pp 32") == "fail"


def test_a_diode_or_a_low_rail_that_is_missing_fails():
    bench = Bench()
    bench.world.plant.line.open_low_mv = -11000
    bench.put("ev.state", "B")
    assert bench.state("pwm") == "fail"


def test_a_bolt_that_sticks_fails():
    bench = Bench()
    bench.put("lock.jammed", True)
    bench.put("ev.state", "B")
    assert bench.state("lock in") == "fail"


def test_a_mirror_contact_that_lies_fails():
    bench = Bench()
    bench.put("contactor.mirror", "open")
    assert bench.closing("on") == "fail", bench.said


def test_a_contact_that_says_another_thing_than_the_coil_fails():
    for name in ("mirror", "live"):
        bench = Bench()
        bench.state("contactor", mains="on")
        bench.put("ev.state", "C")
        bench.wait(6)
        setattr(bench.world.app.outlet.frame, name, 0)  # for a moment that the core does not see
        assert bench.ask("contactor", mains="on")["state"] == "runs"
        bench.put("ev.state", "A")
        assert bench.state("contactor", mains="on") == "fail", name


def test_the_operator_who_confuses_the_mains_is_told():
    bench = Bench()
    assert bench.closing("off") == "fail"
    bench.said.clear()
    console.bringup("contactor")
    assert "mains: say 'on' or 'off'" in bench.said[0]


def test_a_step_that_is_not_there_names_those_that_are():
    bench = Bench()
    console.bringup("cp X")
    assert bench.said[0].startswith("nothing was done: no step 'cp X'; there are: settings,")


def test_what_was_found_outlives_a_reset_and_can_be_forgotten():
    bench = Bench()
    bench.state("cp")
    bench.wait(2)
    assert bench.world.store.read("bringup")
    bench.world.reset("hard")
    bench.wait(8)
    console.attach(bench.world.app, bench.said.append)
    assert [row["state"] for row in bench.ask()["steps"] if row["step"] == "cp"] == ["pass"]
    bench.ask("forget")
    assert {row["state"] for row in bench.ask()["steps"]} == {"open"}


def test_damaged_results_are_none():
    bench = Bench()
    bench.world.store.write("bringup", b"{not JSON")
    assert bench.ask()["outcome"] == "incomplete"


def test_a_report_is_fixed_with_its_hash_and_names_the_one_before():
    bench = Bench()
    bench.said.clear()
    console.bringup("report")
    assert "there is no report" in bench.said[0]
    bench.state("cp")
    first = bench.ask("sign")
    assert not first["signed"]
    bench.wait(2)
    bench.ask("sign")
    row = bench.ask("report")
    told = json.loads(row["report"])
    assert told["before"] == first["sha256"] and told["outcome"] == "incomplete"
    assert told["steps"]["cp"][0] == "pass" and row["signature"] == ""
    console.bringup("report", lang="zh")
    assert any("通过" in line for line in bench.said)
