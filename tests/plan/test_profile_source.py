from core.config import TWO_CONTACTORS
from plan import profile_source
from plan.profile import DEFAULT
from shell.memory_store import MemoryStore
from tests.plan.profile_kit import NOW_S, made


class Outlet:
    def __init__(self):
        self.config = self
        self.phases = 3
        self.fitted = 0


class Trade:
    def __init__(self):
        self.clock = self
        self.up_s = 100


class App:
    def __init__(self, store):
        self.store = store
        self.outlet = Outlet()
        self.trade = Trade()


class Pile:
    def __init__(self):
        self.session = 0
        self.session_s = 0
        self.volts = 230
        self.phases = 3


class Rig:
    """A source, and what it is told each second; `clock` False: the time is not known."""

    def __init__(self, store=None, fitted=0):
        self.store = MemoryStore() if store is None else store
        self.app = App(self.store)
        self.app.outlet.fitted = fitted
        self.pile = Pile()
        self.source = profile_source.fit(self.app)
        self.clock = True
        self.offset_s = NOW_S - 100

    def after(self, seconds):
        self.app.trade.up_s += seconds
        utc_s = self.app.trade.up_s + self.offset_s if self.clock else 0
        return self.source.second(0, utc_s, self.pile)

    def begin(self, session=7):
        self.pile.session = session
        if self.clock:
            self.pile.session_s = self.app.trade.up_s + self.offset_s
        return self.after(0)


def test_without_profiles_it_claims_nothing():
    rig = Rig()
    assert rig.source.name == "ocpp"
    assert rig.after(1) is None and rig.source.message == "" and not rig.source.unsaved


def test_the_limit_and_when_it_changes():
    rig = Rig()
    assert not rig.source.news
    rig.source.put(made([(0, 16), (60, 0)], duration=90))
    assert rig.source.news
    assert rig.after(0) == (16000, NOW_S + 60)
    assert not rig.source.news
    assert rig.after(60) == (0, NOW_S + 90)
    assert rig.after(30) is None


def test_a_relative_profile_runs_on_through_steps_of_the_clock():
    rig = Rig()
    rig.source.put(made([(0, 16), (60, 10)], kind="Relative"))
    assert rig.after(1000)[0] == 16000
    assert rig.begin() == (16000, NOW_S + 1060)
    rig.offset_s += 7200
    assert rig.after(59)[0] == 16000
    rig.offset_s -= 10**6
    assert rig.after(1)[0] == 10000


def test_a_session_without_a_clock_counts_from_when_it_was_seen():
    rig = Rig()
    rig.clock = False
    rig.source.put(made([(0, 16), (60, 10)], kind="Relative"))
    rig.after(50)
    assert rig.begin() == (16000, 0)
    assert rig.after(59) == (16000, 0)
    assert rig.after(1) == (10000, 0)


def test_the_clock_puts_right_how_long_a_resumed_session_lasts():
    rig = Rig()
    rig.clock = False
    rig.source.put(made([(0, 16), (60, 10)], kind="Relative"))
    rig.begin()
    assert rig.after(5)[0] == 16000
    rig.clock = True
    rig.pile.session_s = NOW_S - 3600
    assert rig.after(1)[0] == 10000


def test_a_resumed_session_goes_on_where_it_was():
    rig = Rig()
    rig.source.put(made([(0, 16), (60, 10)], kind="Relative"))
    rig.pile.session = 7
    rig.pile.session_s = NOW_S - 40
    assert rig.after(0) == (16000, NOW_S + 20)


def test_what_is_for_a_session_ends_with_it():
    rig = Rig()
    rig.begin(7)
    rig.source.put(made([(0, 6)], purpose="TxProfile", session=7))
    assert rig.after(1)[0] == 6000
    rig.pile.session = 8
    assert rig.after(1) is None
    assert rig.source.installed == []


def test_what_is_kept_outlives_a_restart():
    rig = Rig()
    rig.begin(7)
    rig.source.put(made([(0, 16)]))  # OP-110
    rig.source.put(made([(0, 6)], purpose="TxProfile", session=7, number=2))
    assert rig.source.unsaved
    rig.source.save()
    again = Rig(rig.store)
    assert [profile.number for profile in again.source.installed] == [1]
    assert again.after(0)[0] == 16000 and not again.source.unsaved
    again.source.clear(purpose=DEFAULT)
    assert again.source.unsaved
    again.source.save()
    assert Rig(rig.store).after(0) is None


def test_damage_is_told_and_nothing_is_claimed():
    store = MemoryStore()
    store.write("profiles", b"rubbish")
    rig = Rig(store)
    assert rig.after(0) is None
    assert "install them again" in rig.source.message


def test_a_sagging_voltage_does_not_make_the_current_swing():
    rig = Rig()
    rig.source.put(made([(0, 11000)], unit="W"))
    assert rig.after(0)[0] == 15900
    for volts, limit_ma in ((229, 15900), (227, 15900), (226, 16200), (228, 16000), (228, 16000)):
        rig.pile.volts = volts
        assert rig.after(1)[0] == limit_ma, volts


def test_one_phase_is_asked_for_where_the_pile_can_switch():
    for fitted, phases in ((0, 0), (TWO_CONTACTORS, 1)):
        rig = Rig(fitted=fitted)
        rig.source.put(made([(0, 2300, 1), (60, 9000)], unit="W"))
        assert rig.after(0)[0] == 3300
        assert rig.source.phases == phases
        assert rig.source.wires() == (230, 3, fitted != 0)
        rig.pile.phases = 1
        assert rig.after(1)[0] == 10000
        rig.after(60)
        assert rig.source.phases == 0


def test_the_same_profile_again_is_not_written_again():  # H1
    rig = Rig()
    words = ([(0, 16), (60, 7)],)
    rig.source.put(made(*words))
    assert rig.source.unsaved
    rig.source.unsaved = rig.source.news = False
    rig.source.put(made(*words))
    assert not rig.source.unsaved and not rig.source.news
    assert len(rig.source.installed) == 1
    rig.source.put(made([(0, 16), (60, 8)]))
    assert rig.source.unsaved and len(rig.source.installed) == 1
