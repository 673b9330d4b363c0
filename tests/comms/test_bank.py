"""The registers of a whole pile: what the table says is what is read and written."""

from comms import registers, values
from comms.bank import Bank
from comms.registers import ACCESS, ADDRESS, ALLOWED, BOTH, KIND, NAME, ROWS, WORDS
from comms.server import ADDRESS as NO_SUCH
from comms.server import FAILED, VALUE, Refused
from comms.set_point import SetPoint
from core.states import CHARGING
from tests.shell.fakes import Pile

SETTINGS = b'{"max_current_a": 16, "authorise": "%s"}'


class Bench:
    """A charging pile and its registers by name."""

    def __init__(self, authorise=b"plug_and_charge"):
        self.pile = Pile(SETTINGS % authorise)
        self.app = self.pile.app
        self.app.values["modbus_watchdog_s"] = 0
        self.point = SetPoint(self.app)
        self.bank = Bank(self.app, self.point)

    def get(self, name):
        row = row_of(name)
        return int.from_bytes(self.bank.read(row[ADDRESS], WORDS[row[KIND]]), "big")

    def put(self, name, *words):
        self.bank.write(row_of(name)[ADDRESS], list(words))

    def refusal(self, name, *words):
        try:
            self.put(name, *words)
        except Refused as refused:
            return refused.args[0]
        return 0


def row_of(name):
    return next(row for row in ROWS if row[NAME] == name)


def test_rows_are_in_order_and_each_has_a_value():
    end = 0
    names = []
    for row in ROWS:
        assert row[ADDRESS] >= end, row
        end = row[ADDRESS] + WORDS[row[KIND]]
        assert callable(getattr(values, row[NAME]))
        assert (row[ACCESS] == BOTH) == (row[ALLOWED] != ())
        names.append(row[NAME])
    assert len(names) == len(set(names))
    assert registers.WORDS[registers.TEXT] * 2 == 16


def test_a_charging_pile_is_read():
    bench = Bench()
    bench.pile.charge()
    bench.pile.ports.meter.current_ma = [15990, 16000, 16010]
    bench.pile.run(1000)
    for name, value in (
        ("map_version", 1),
        ("state", CHARGING),
        ("pilot", 2),
        ("contactor", 1),
        ("reasons", 0),
        ("faults", 0),
        ("fault", 0xFFFF),
        ("offered", 1600),
        ("limit", 1600),
        ("phases", 3),
        ("winner", 0),
        ("current_l1", 1599),
        ("current_l2", 1600),
        ("current_l3", 1601),
        ("voltage_l1", 2300),
        ("power", 11040),
        ("session", 1),
        ("set_current", 0xFFFF),
        ("set_pause", 0),
        ("watchdog", 0),
        ("command", 0),
        ("watchdog_left", 0xFFFF),
        ("set_state", 0),
    ):
        assert bench.get(name) == value, name
    assert bench.get("session_time") >= 1


def test_what_is_not_known_has_all_bits_set():
    bench = Bench()
    bench.pile.ports.meter.online = False
    bench.pile.run(5000)
    for name in ("current_l1", "current_l2", "current_l3", "voltage_l3"):
        assert bench.get(name) == 0xFFFF, name
    assert bench.get("power") == 0x80000000
    assert bench.get("session") == 0


def test_who_wins_is_a_text():
    bench = Bench()
    bench.app.claims.put(0, "a manager with a long name", 10000)
    assert bench.bank.read(12, 8) == b"a manager with a"
    bench.app.claims.put(0, "ocpp", 9000)
    assert bench.bank.read(12, 8) == b"ocpp" + bytes(12)


def test_a_read_may_begin_and_end_inside_a_value_and_spans_rows():
    bench = Bench()
    whole = bench.bank.read(0, 38)
    assert len(whole) == 76
    for start in (1, 5, 13, 27):
        assert bench.bank.read(start, 38 - start) == whole[2 * start :]
    assert bench.bank.read(5, 3) == whole[10:16]


def test_outside_the_map_there_is_nothing():
    bench = Bench()
    for address, count in ((38, 1), (37, 2), (0, 39), (99, 1), (106, 1), (105, 2), (65535, 1)):
        try:
            bench.bank.read(address, count)
        except Refused as refused:
            assert refused.args[0] == NO_SUCH
        else:
            raise AssertionError((address, count))


def test_a_write_changes_all_or_nothing():
    bench = Bench()
    bench.put("set_current", 1000, 0, 60)
    assert (bench.point.current, bench.point.pause, bench.point.watchdog_s) == (1000, 0, 60)
    for code, words in (
        (VALUE, (8001, 1, 30)),
        (VALUE, (600, 2, 30)),
        (VALUE, (600, 1, 3601)),
        (VALUE, (600, 1, 30, 0)),
        (VALUE, (600, 1, 30, 3)),
        (FAILED, (600, 1, 30, 1)),  # authorise is not "remote"
        (NO_SUCH, (600, 1, 30, 1, 1)),
    ):
        assert bench.refusal("set_current", *words) == code, words
        assert (bench.point.current, bench.point.pause, bench.point.watchdog_s) == (1000, 0, 60)
    assert bench.refusal("set_current", 65535) == 0
    assert bench.refusal("state", 1) == NO_SUCH


def test_a_remote_start_lets_the_car_charge_and_a_stop_ends_it():
    bench = Bench(b"remote")
    bench.pile.charge()
    assert bench.get("contactor") == 0
    bench.put("command", 1)
    bench.pile.run(6000)
    assert bench.get("contactor") == 1
    assert bench.refusal("command", 1) == FAILED  # somebody has it
    bench.put("command", 2)
    bench.pile.run(8000)  # this car does not obey: 6 s
    assert bench.get("contactor") == 0
