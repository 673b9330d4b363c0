import json

from core import states
from power.claims import ENDLESS, FALLBACK, HOLD, RELEASE, STOP, WISH
from shell.memory_store import MemoryStore
from tests.shell.desk import Desk
from tests.shell.fakes import FakePorts, Pile

NOON_S = 1790000000
DAMAGE = (
    ("wants", "x"),
    ("wants", 6.5),
    ("lifetime_ms", None),
    ("terms", [0]),
    ("terms", [0, 500, 6.5, False]),
    ("policy", 9),
    ("policy", 1.0),
    ("source", 5),
)
HOUR_MS = 3600000


def started(store, utc_s=NOON_S):
    """A pile on this store, its clock set from the start."""
    FakePorts.time_s = lambda _self: utc_s
    try:
        pile = Pile(b'{"fallback_a": 7}', store=store)
    finally:
        FakePorts.time_s = lambda _self: 0
    pile.run(1000)
    return pile


def claimed(policy, lifetime_ms, utc_s=NOON_S, wants=10000):
    """The store of a pile that took a claim, wrote it and lost its power."""
    store = MemoryStore()
    pile = started(store, utc_s)
    pile.app.claims.put(pile.ports.now_ms, "ems", wants, lifetime_ms, policy)
    pile.run(1000)
    return store


def test_what_holds_beyond_its_life_outlives_a_reset():  # F19
    for policy, then_ma in ((HOLD, 10000), (FALLBACK, 7000), (STOP, 0)):
        pile = started(claimed(policy, HOUR_MS), NOON_S + 1800)
        assert pile.live.limit_ma == 10000
        assert 1798 <= pile.app.claims.find("ems").left_ms(pile.ports.now_ms) // 1000 <= 1800
        pile = started(claimed(policy, HOUR_MS), NOON_S + 3601)
        assert pile.live.limit_ma == then_ma, policy


def test_what_would_be_released_or_has_no_end():
    assert started(claimed(RELEASE, HOUR_MS)).live.limit_ma == 32000
    assert started(claimed(RELEASE, ENDLESS)).live.limit_ma == 10000


def test_without_a_clock_the_rest_of_a_life_counts_from_the_start():
    for then_s, now_s in ((0, 0), (NOON_S, 0), (0, NOON_S), (NOON_S, NOON_S - 100)):
        pile = started(claimed(STOP, 60000, then_s), now_s)
        assert 58000 <= pile.app.claims.find("ems").left_ms(pile.ports.now_ms) <= 60000
        pile.run(60000)
        assert pile.live.limit_ma == 0


def test_a_claim_that_was_over_stays_what_it_became():
    store = MemoryStore()
    pile = started(store)
    pile.app.claims.put(pile.ports.now_ms, "ems", 10000, 500, FALLBACK)
    pile.run(1000)
    pile = started(store)
    assert pile.live.limit_ma == 7000
    assert pile.app.claims.find("ems").expired


def test_every_term_of_a_claim_comes_back():
    store = MemoryStore()
    claims = started(store).app.claims
    pile = started(store)
    pile.app.claims.put(
        pile.ports.now_ms, "ems", (9000, 11000, 8000), ENDLESS, HOLD, 1, False, (WISH, 50, 6000, 0)
    )
    pile.app.claims.put(pile.ports.now_ms, "dso", 4200, ENDLESS, HOLD, 0, True)
    pile.run(1000)
    claims = started(store).app.claims
    ems, dso = claims.find("ems"), claims.find("dso")
    assert (ems.wants, ems.phases, ems.kind, ems.rank) == ((9000, 11000, 8000), 1, WISH, 50)
    assert (ems.fallback_ma, ems.policy) == (6000, HOLD)
    assert (dso.wants, dso.watts) == (4200, True)


def test_what_was_cleared_does_not_come_back():
    store = claimed(HOLD, ENDLESS)
    pile = started(store)
    Desk(pile).ask("clear", "limits")
    pile.run(600000)
    assert started(store).live.limit_ma == 32000


def test_a_controller_that_never_rests_does_not_wear_the_flash():
    store = MemoryStore()
    pile = started(store)
    writes = []
    write = store.write
    store.write = lambda name, data: (writes.append(name), write(name, data))
    for turn in range(660):
        pile.app.claims.put(pile.ports.now_ms, "ems", 10000 + turn, 60000, FALLBACK)
        pile.run(1000)
    assert writes.count("claims") == 2


def test_the_same_word_again_is_not_written_again():
    store = claimed(FALLBACK, 60000)
    pile = started(store)
    store.write = None
    for _ in range(660):
        pile.app.claims.put(pile.ports.now_ms, "ems", 10000, 60000, FALLBACK)
        pile.run(1000)
    assert pile.app.crashes == [0, 0, 0]


def test_nothing_is_written_while_a_car_is_offered_energy():
    store = MemoryStore()
    pile = started(store)
    pile.charge()
    pile.app.claims.put(pile.ports.now_ms, "ems", 10000, ENDLESS)
    pile.run(5000)
    pile.hal.car = "B"
    pile.run(5000)
    assert pile.core.state == states.OFFERING
    assert store.read("claims") is None
    pile.hal.car = "A"
    pile.run(1000)
    assert store.read("claims") is not None


def test_before_a_restart_that_was_asked_for_everything_is_written():
    store = claimed(HOLD, ENDLESS)
    pile = started(store)
    pile.app.claims.put(pile.ports.now_ms, "ems", 9000, ENDLESS)
    pile.run(1000)
    pile.app.claims.put(pile.ports.now_ms, "ems", 8000, ENDLESS)
    pile.app.leaving = True
    pile.run(1000)
    assert pile.app.ended
    assert started(store).live.limit_ma == 8000


def test_what_is_damaged_is_told_and_the_pile_starts():
    for data in (b"", b"{", b"[]", b'{"utc_s": 0}', b'{"utc_s": 0, "claims": [{"source": "x"}]}'):
        store = MemoryStore()
        store.write("claims", data)
        pile = started(store)
        assert pile.live.limit_ma == 32000
        assert "claims of before the restart are damaged" in Desk(pile).ask("status"), data


def test_an_impossible_claim_among_them_is_told():
    store = claimed(HOLD, ENDLESS)
    data = json.loads(store.read("claims"))
    data["claims"][0]["wants"] = -5
    store.write("claims", json.dumps(data).encode())
    pile = started(store)
    assert pile.live.limit_ma == 32000
    assert "claim of ems: 0 to 1000 A" in Desk(pile).data("status")["message"]


def test_beside_one_that_is_damaged_the_others_hold():  # F19, I2
    store = MemoryStore()
    pile = started(store)
    for name, wants in (("a", 10000), ("b", 6000)):
        pile.app.claims.put(pile.ports.now_ms, name, wants, ENDLESS, HOLD)
    pile.run(1000)
    kept = json.loads(store.read("claims"))
    for key, damage in DAMAGE:
        rows = json.loads(json.dumps(kept))
        for row in rows["claims"]:
            if row["source"] == "a":
                row[key] = damage
                break
        store.write("claims", json.dumps(rows).encode())
        pile = started(store)
        assert pile.live.limit_ma == 6000, key
        assert "damaged" in pile.app.claims.message
