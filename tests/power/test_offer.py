from core.config import TWO_CONTACTORS, Config
from core.journal import Snapshot
from power.claims import CAP
from power.offer import Offer
from power.priorities import name_of, rank

VALUES = {
    "max_current_a": 32,
    "claim_policy": "release",
    "fallback_a": 0,
    "rotation": "STR",
    "resume_margin_a": 1.5,
    "resume_s": 60,
    "ramp_a_per_min": 0,
}


def config(phases=3, two=True):
    made = Config(0)
    made.phases = phases
    made.fitted = TWO_CONTACTORS if two else 0
    return made


def snapshot(closed=0, phases=3):
    made = Snapshot()
    made.closed = closed
    made.phases = phases
    return made


def limit(offer, made_config, made_snapshot):
    """Return (phases asked for, mA) as one publication would."""
    return offer.phases(made_config, made_snapshot), offer.limit_ma(made_snapshot, 0)


def test_one_phase_gets_what_its_own_phase_of_the_site_has():
    offer = Offer(VALUES)
    offer.claims.put(0, "site", (10000, 16000, 8000), phases=1)
    assert limit(offer, config(), snapshot()) == (1, 16000)  # S


def test_three_closed_phases_count_until_they_have_opened():  # REQ-LIM-1, EV#1060
    offer = Offer(VALUES)
    offer.claims.put(0, "site", (10000, 16000, 8000), phases=1)
    assert limit(offer, config(), snapshot(1, 3)) == (1, 8000)
    assert limit(offer, config(), snapshot(1, 1)) == (1, 16000)


def test_three_phases_that_are_asked_for_count_before_they_close():
    offer = Offer(VALUES)
    offer.claims.put(0, "site", (10000, 16000, 8000))
    assert limit(offer, config(), snapshot(1, 1)) == (3, 8000)


def test_a_wish_for_one_phase_lifts_nothing_where_one_contactor_closes_all():
    offer = Offer(VALUES)
    offer.claims.put(0, "site", (10000, 16000, 8000), phases=1)
    assert limit(offer, config(two=False), snapshot(1, 1)) == (1, 8000)


def test_a_pile_on_one_phase_has_one():
    offer = Offer(VALUES)
    offer.claims.put(0, "site", (10000, 16000, 8000))
    assert limit(offer, config(phases=1, two=False), snapshot(1, 1)) == (1, 16000)


def test_settings_reach_every_part():
    offer = Offer(VALUES)
    assert offer.limit_ma(snapshot(), 0) == 32000
    assert offer.claims.rotation == 1
    assert (offer.floor.margin_ma, offer.floor.resume_s) == (1500, 60)
    changed = dict(VALUES)
    changed.update({"max_current_a": 16, "claim_policy": "stop", "ramp_a_per_min": 6})
    offer.apply(changed)
    assert offer.limit_ma(snapshot(), 0) == 6000
    assert offer.claims.put(0, "ems", 9000, terms=(CAP, 500, -1, False)).policy == 3


def test_ranks_have_names_and_unknown_ones_are_refused_with_the_list():
    ranks = ("default", "divert", "timer", "boost", "api", "manual", "card", "ocpp", "limit")
    numbers = [rank(name) for name in ranks]
    assert numbers == [10, 50, 100, 200, 500, 1000, 1030, 1050, 1100]
    assert rank("safety") == 5000
    assert rank(70) == 70
    assert (name_of(1050), name_of(70)) == ("ocpp", "")
    for wrong in ("king", -1, 5001, 1.5, None, True):
        try:
            rank(wrong)
        except ValueError as error:
            assert "default 10, divert 50" in str(error)
        else:
            raise AssertionError(wrong)


def test_one_phase_and_three_in_turn_open_the_contactor_no_more_than_pauses_do():  # F20, F21
    offer = Offer(VALUES)
    closed, now_ms, changes = 3, 0, 0
    for second in range(1200):
        now_ms += 1000
        offer.claims.put(now_ms, "site", 16000, phases=second // 10 % 2)
        made = snapshot(1, closed)
        asked = offer.phases(config(), made)
        assert offer.limit_ma(made, now_ms) == 16000
        changes += asked != closed
        closed = asked
    assert 15 < changes <= 4 + 1200 // 60


def test_with_the_contactor_open_phases_change_freely():
    offer = Offer(VALUES)
    for turn in range(20):
        offer.claims.put(turn, "site", 16000, phases=turn % 2)
        assert limit(offer, config(), snapshot())[0] == (1 if turn % 2 else 3)
