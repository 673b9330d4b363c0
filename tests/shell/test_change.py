from core import states
from core.frame import DUTY_X1
from tests.shell.fakes import TURNS_MS, Pile


def test_without_settings_nothing_is_offered_until_they_are_set():
    pile = Pile(settings=None)
    pile.charge()
    assert pile.core.state == states.WAITING
    assert pile.core.reasons == 1 << states.WHY_SETTINGS
    assert (pile.live.limit_ma, pile.core.limit_ma, pile.core.ceiling_ma) == (0, 0, 0)
    assert "set(max_current_a" in pile.app.message
    assert pile.app.change({"max_current_a": 10}) == ([], [])
    pile.run(5000)
    assert pile.core.state == states.CHARGING
    assert pile.core.limit_ma == 9996
    assert pile.app.message == ""


def test_other_settings_alone_do_not_start_a_fresh_board():
    pile = Pile(settings=None)
    errors, _ = pile.app.change({"language": "zh"})
    assert errors == ["max_current_a = 0: must be a whole number from 6 to 80 A"]


def test_without_authorisation_nothing_is_offered():
    pile = Pile(b'{"authorise": "list"}')
    pile.charge()
    assert pile.core.why == states.WHY_NOT_AUTHORISED
    assert not pile.app.session.open


def test_a_change_applies_at_once_where_it_can():
    pile = Pile()
    pile.charge()
    errors, later = pile.app.change({"max_current_a": 10, "profile": "gbt", "language": "zh"})
    assert errors == []
    assert later == ["profile"]
    pile.run(TURNS_MS)
    assert pile.core.limit_ma == 9996
    pile.app.change({"max_current_a": 20})
    pile.run(6000)
    assert pile.core.limit_ma == 19998


def test_a_change_that_is_not_good_changes_nothing():
    pile = Pile()
    for changes in ({"max_current_a": 5}, {"x": 1}, {"authorise": "card"}, {"schedule": "x"}):
        errors, _ = pile.app.change(changes)
        assert len(errors) == 1
    assert pile.app.values["max_current_a"] == 32
    assert not pile.app.unsaved


def test_nothing_is_written_while_a_contactor_is_closed():
    pile = Pile()
    pile.charge()
    pile.app.change({"max_current_a": 10})
    pile.run(5000)
    assert pile.store.read("settings") == b"{}"
    pile.hal.car = "B"
    pile.run(TURNS_MS)
    assert b'"max_current_a": 10' in pile.store.read("settings")
    assert not pile.app.unsaved


def watched(pile):
    """Return a list that gets what the core told, at each write."""
    write = pile.store.write
    seen = []

    def told(name, data):
        core = pile.core
        assert not pile.live.enable
        seen.append((core.state, core.reasons, core.duty, core.coils))
        write(name, data)

    pile.store.write = told
    return seen


def test_settings_are_saved_only_once_the_core_has_ended_the_offer():
    pile = Pile()
    pile.run(2000)
    pile.hal.car = "B"
    pile.run(2000)
    seen = watched(pile)
    for turn in range(16):  # of the core, when the change comes
        assert pile.core.state == states.OFFERING
        pile.app.change({"max_current_a": 10 + turn})
        assert seen == []
        pile.run(TURNS_MS)
        assert seen == [(states.WAITING, 1 << states.WHY_SETTINGS, DUTY_X1, 0)], turn
        seen.clear()
        assert b'"max_current_a": %d' % (10 + turn) in pile.store.read("settings")
        pile.run(4010)  # of it 3 s of rest; the offer comes back
    pile.hal.car = "C"
    pile.run(2000)
    assert pile.core.state == states.CHARGING
    assert pile.core.limit_ma == 24996
    assert seen == []


def test_a_pile_that_offers_nothing_yet_is_told_to_stay_so_before_a_save():
    for car, state, why in (
        ("A", states.IDLE, states.WHY_NO_CAR),
        ("B", states.WAITING, states.WHY_PAUSED),
    ):
        pile = Pile()
        pile.run(2000)
        pile.ports.link.claims.append(("ems", 0, 60))
        pile.hal.car = car
        pile.run(2000)
        assert (pile.core.state, pile.core.why) == (state, why)
        seen = watched(pile)
        pile.app.change({"max_current_a": 10})
        pile.run(TURNS_MS)
        assert len(seen) == 1
        assert seen[0][0] == state
        assert seen[0][1] & 1 << states.WHY_SETTINGS
        pile.run(TURNS_MS)
        assert (pile.core.state, pile.core.why) == (state, why)


def test_the_first_settings_are_saved_before_they_let_anything_flow():
    pile = Pile(settings=None)
    pile.charge()
    seen = watched(pile)
    pile.app.change({"max_current_a": 10})
    pile.run(50)
    assert len(seen) == 1
    pile.app.change({"max_current_a": 12})
    pile.run(TURNS_MS)
    assert len(seen) == 2
    pile.run(4500)
    assert pile.core.state == states.CHARGING


def test_a_full_file_system_is_told_and_not_written_again_and_again():
    class Full:
        fell_back = False
        folder = ""
        writes = 0

        def read(self, name):
            return b"{}"

        def previous(self, name):
            return None

        def write(self, name, data):
            self.writes += 1
            raise OSError(28)

    store = Full()
    pile = Pile(settings=None, store=store)
    pile.run(2000)
    pile.app.change({"max_current_a": 10})
    pile.run(500)
    assert store.writes == 1
    assert "not saved" in pile.app.message
    assert pile.live.limit_ma == 10000


def test_a_restart_stops_the_car_first():
    pile = Pile()
    pile.charge()
    pile.app.leaving = True
    pile.run(1000)
    assert pile.core.state == states.STOPPING
    assert not pile.app.ended
    pile.hal.car = "B"
    pile.run(500)
    assert pile.app.ended


def test_a_meter_of_one_s_own_must_have_a_good_map_when_it_is_chosen():
    def chosen(path):
        from meter import fit  # each time anew: it is dropped after a change

        fit.CUSTOM = path
        return pile.app.change({"meter": "custom"})

    pile = Pile()
    errors, _ = chosen("nowhere/meter.json")
    assert errors[0].startswith("meter = custom: nowhere/meter.json: cannot be read")
    assert "not JSON" in chosen(__file__)[0][0]
    assert pile.app.values["meter"] == "none"
    assert chosen("firmware/meter/maps/sdm630.json") == ([], ["meter"])
    assert pile.app.change({"max_current_a": 10}) == ([], [])
