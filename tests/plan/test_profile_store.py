from array import array

from plan import profile_store
from plan.profile import MOST_PERIODS, MOST_PROFILES, SESSION
from shell.memory_store import MemoryStore
from tests.plan.profile_kit import made

MAX = "ChargePointMaxProfile"


def everything(profile):
    values = [getattr(profile, name) for name in sorted(made([(0, 6)]).__dict__)]
    return [list(value) if hasattr(value, "__len__") else value for value in values]


def full():
    periods = [(place * 60, place + 0.1, 1 + place % 3) for place in range(MOST_PERIODS)]
    return [made(periods, number=n, stack=n) for n in range(MOST_PROFILES)]


def test_what_was_kept_comes_back():
    kept = [
        made([(0, 16.1), (60, 0, 1)], number=-5, stack=99, unit="W", duration=90),
        made([(0, 6)], purpose=MAX, kind="Recurring", recurrencyKind="Weekly", number=2),
        made([(0, 6)], connector=0, kind="Relative", validTo="2030-01-01T00:00:00Z", number=3),
    ]
    for profiles in ([], kept, full()):
        back = profile_store.unpack(profile_store.pack(profiles))
        assert [everything(p) for p in back] == [everything(p) for p in profiles]
    assert len(profile_store.pack(full())) < 4096


def test_nothing_kept_is_no_mistake():
    assert profile_store.load(MemoryStore()) == ([], "")


def test_what_is_damaged_gives_way_to_what_was_before():
    store = MemoryStore()
    store.write("profiles", profile_store.pack([made([(0, 16)])]))
    store.write("profiles", b"\x01damaged")
    profiles, message = profile_store.load(store)
    assert [profile.number for profile in profiles] == [1]
    assert "cut short" in message and "before" in message
    store.write("profiles", b"\x02")
    profiles, message = profile_store.load(store)
    assert profiles == [] and "install them again" in message


def test_damage_anywhere_is_noticed_or_does_no_harm():
    good = profile_store.pack([made([(0, 16), (60, 10)], duration=90), made([(0, 6)], stack=1)])
    for place in range(len(good)):
        for value in (0, 1, 0x7F, 0xFF):
            damaged = good[:place] + bytes([value]) + good[place + 1 :]
            _harmless(damaged)
        _harmless(good[:place])


def _harmless(data):
    try:
        profiles = profile_store.unpack(data)
    except ValueError:
        return
    for profile in profiles:
        for unix_s in (0, 1767268800, 0xFFFFFFFE):
            place, until_s = profile.find(unix_s, unix_s)
            assert until_s > unix_s
            assert place < 0 or len(profile.cap(place)) == 3


def test_more_profiles_or_periods_than_there_may_be():
    nine = full() + [made([(0, 6)], number=99)]
    for data in (profile_store.pack(nine), profile_store.pack(full()) + b"\x00"):
        try:
            profile_store.unpack(data)
            raise AssertionError("taken")
        except ValueError as error:
            assert "cut short" in str(error)


def test_what_check_would_never_let_in():
    def broken(name, value):
        profile = made([(0, 6), (60, 7), (90, 8)])
        setattr(profile, name, value)
        return profile_store.pack([profile])

    for name, value in (
        ("connector", 2),
        ("purpose", SESSION),
        ("purpose", 3),
        ("stack", 100),
        ("kind", 3),
        ("unit", 2),
        ("starts", array("I", [1, 60, 90])),
        ("starts", array("I", [0, 90, 60])),
        ("phases", bytes([3, 0, 3])),
        ("phases", bytes([3, 4, 3])),
    ):
        try:
            profile_store.unpack(broken(name, value))
            raise AssertionError("taken: %s %s" % (name, value))
        except ValueError as error:
            assert "charging profile 1 is damaged" in str(error)
