"""Two known levels make a gain and an offset; the board's scales get them at the next start."""

from hal.analogue import Proximity, Thermistor
from service import calibration_scales, factory
from shell.memory_store import MemoryStore
from tests.shell.desk import Desk
from tests.shell.fakes import Pile

KEPT = {"serial": "CP-1"}


class Bench(Desk):
    """A pile with no car, whose inputs read what a test says."""

    def __init__(self, cal=None):
        Desk.__init__(self, Pile())
        pile = self.pile
        unit = dict(KEPT)
        if cal:
            unit["cal"] = cal
        factory.write(pile.ports, pile.store, unit)
        pile.run(2000)

    def take(self, name, read, true):
        frame = self.pile.app.outlet.frame
        if name == "temp":
            frame.socket_dc = round(read * 10)
        elif name == "cp":
            frame.high_mv = read
        else:
            frame.pp_ohm = read
        return self.ask("calibrate", name, true)

    def kept(self):
        unit = factory.read(self.pile.ports, self.pile.store)
        assert unit["serial"] == "CP-1"
        return unit.get("cal", {})


def corrected(name, scales, cal):
    """Return the scales that a start makes of these."""
    board = {"scales": scales}
    store = MemoryStore()
    factory.write(object(), store, {"cal": {name: cal}})
    calibration_scales.apply(board, store, None)
    return board["scales"]


def test_the_pilot_in_two_levels():
    bench = Bench()
    assert "level 12010 read as 11900" in bench.take("cp", 11900, 12010)
    assert "in force after restart()" in bench.take("cp", -50, 0)
    gain, offset = bench.kept()["cp"]
    for read, true in ((11900, 12010), (-50, 0)):
        assert abs(read * (1 + gain / 1e6) + offset / 1000 - true) < 0.5
    multiply, divide, add = corrected("cp", {"cp": [26400, 4095, -13200]}, [gain, offset])["cp"]
    for raw in (0, 100, 2047, 3900, 4095):
        before = raw * 26400 / 4095 - 13200
        after = raw * multiply // divide + add
        assert abs(before * (1 + gain / 1e6) + offset / 1000 - after) < 3


def test_what_is_in_force_already_is_undone_first():
    bench = Bench({"cp": [10000, -20000]})  # reads 1 % more, less 20 mV, than the hardware
    for true in (12000, 0):
        raw = true * 1.02 + 100
        bench.take("cp", round(raw * 1.01 - 20), true)
    gain, offset = bench.kept()["cp"]
    assert abs(gain - (1000000 / 1.02 - 1000000)) < 100
    assert abs(offset + 100000 / 1.02) < 1000


def test_the_cable_s_resistor():
    bench = Bench()
    bench.take("pp", 221, 220)
    bench.take("pp", 1520, 1500)
    scales = corrected("pp", {"cp": [1, 1, 1], "pp": [1000, 4095, 0]}, bench.kept()["pp"])
    crooked = Proximity([1000, 4095, 0], 4080)
    right = Proximity(scales["pp"], 4080)
    for ohm, true in ((221, 220), (1520, 1500)):
        raw = 4095 * ohm // (ohm + 1000)
        assert abs(crooked.ohm(raw) - ohm) < 3
        assert abs(right.ohm(raw) - true) < 4


def test_a_temperature():
    bench = Bench()
    bench.take("temp", 26.4, 25)
    bench.take("temp", 72.0, 70)
    scale = [10000, 3950, 10000]
    scales = corrected("temp", {"cp": [1, 1, 1], "socket": scale}, bench.kept()["temp"])
    crooked = Thermistor(scale, 4095, 8, 4080)
    right = Thermistor(scales["socket"], 4095, 8, 4080)
    for dc, true in ((264, 250), (720, 700)):
        raw = next(raw for raw in range(9, 4080) if abs(crooked.dc(raw) - dc) <= 2)
        assert abs(right.dc(raw) - true) <= 5, (dc, right.dc(raw))


def test_a_second_calibration_waits_for_the_restart():
    bench = Bench()
    bench.take("cp", 11900, 12010)
    bench.take("cp", -50, 0)
    kept = bench.kept()
    assert "restart() first" in bench.take("cp", 11900, 12010)
    assert bench.kept() == kept


def test_levels_that_are_near_replace_each_other():
    bench = Bench()
    bench.take("cp", 11900, 12010)
    text = bench.take("cp", 11890, 12000)
    assert "level 12000" in text and "12010" not in text
    assert bench.kept() == {}


def test_what_is_implausible_is_refused_and_nothing_is_kept():
    bench = Bench()
    for name, read, true, said in (
        ("cp", 12000, 14000, "cp: the true level must be -13000 to 13000 mV"),
        ("cp", 12000, "x", "the true level must be"),
        ("cp", 12000, True, "the true level must be"),
        ("cp", 12000, 9000, "cp reads 12000 mV, not 9000"),
        ("pp", 1000000, 1500, "another level"),
        ("temp", 25, 40, "another level"),
        ("xx", 1, 1, 'the input must be "cp", "pp" or "temp"'),
    ):
        assert said in bench.take(name, read, true), said
    bench.take("cp", 12000, 12000)
    assert "more than 50000 and 300000" in bench.take("cp", 700, 0)
    assert bench.kept() == {}
    assert not bench.data("calibrate")["cp"]["levels"]  # both are to be taken again
    bench.take("pp", 1500, 1500)
    assert "are more than" in bench.take("pp", 1000, 1090)
    assert bench.kept() == {}


def test_not_while_a_car_is_there_or_a_wave():
    bench = Bench()
    bench.pile.app.outlet.frame.duty = 5000
    assert "no steady level" in bench.take("cp", 12000, 12000)
    bench.pile.charge()
    assert "unplug it" in bench.take("cp", 12000, 12000)


def test_clear_takes_one_input_back():
    bench = Bench({"cp": [100, 0], "pp": [200, 0]})
    assert "restart()" in bench.ask("calibrate", "cp", "clear")
    assert bench.kept() == {"pp": [200, 0]}


def test_it_lists_in_both_languages():
    bench = Bench({"cp": [100, -200]})
    assert "cp: reads 12000; calibrated: 100 ppm, -200" in bench.ask("calibrate")
    assert "已校准：100 ppm" in bench.ask("calibrate", lang="zh")
    row = bench.data("calibrate")["cp"]
    assert (row["read"], row["gain_ppm"], row["offset"]) == (12000, 100, -200)
    assert (row["levels"], row["restart"]) == ([], False)


def test_a_damaged_factory_area_leaves_the_board_s_scales():
    for blob in (b"{", b"[]", b'{"cal": {"cp": "x"}}', b'{"cal": {"cp": [1]}}', b'{"cal": 5}'):
        board = {"scales": {"cp": [26400, 4095, -13200]}}
        store = MemoryStore()
        store.write("factory", blob)
        calibration_scales.apply(board, store, None)
        assert board["scales"] == {"cp": [26400, 4095, -13200]}, blob
