"""What a pile with the real shell is not given: no key, no feeder's meter, trouble of its own."""

from group import message
from tests.group.shared_desk import desk, grouped, run, second_of, share


def test_without_a_key_nothing_is_offered_and_it_is_said():
    there = desk()
    there.pile.charge()
    assert there.pile.live.limit_ma == 0
    assert "there is no key" in there.ask("status")
    assert "there is no key" in there.ask("group")


class Meter:
    """Of the feeder."""

    def __init__(self):
        self.current_ma = [0, 0, 0]
        self.online = True

    def read(self):
        if not self.online:
            raise OSError(110)
        return self


def test_the_feeder_is_the_limit():  # F3
    there = grouped(group_fuse_a=63, group_limit_a=63)
    meter = share(there)._meter = Meter()
    other = second_of(there)
    there.pile.charge()
    run(there, 90, other)
    there.pile.ports.meter.current_ma = meter.current_ma = [32000] * 3
    run(there, 40, other)
    assert there.pile.live.limit_ma == 32000
    meter.current_ma = [72000, 77000, 52000]
    run(there, 5, other)
    assert there.pile.live.limit_ma == 18000
    meter.online = False
    run(there, 12, other)
    assert there.pile.live.limit_ma == 0
    assert "the feeder's meter is silent" in there.ask("group")


def test_a_feeder_without_its_meter_gives_nothing():
    there = grouped(group_fuse_a=63, group_limit_a=63)
    there.pile.charge()
    run(there, 60)
    assert there.pile.live.limit_ma == 0


def test_what_was_granted_does_not_outlive_its_lease_where_the_shell_has_trouble():
    there = grouped()
    there.pile.charge()
    run(there, 60, second_of(there))
    assert there.pile.live.limit_ma == 32000

    def fails(_now_ms):
        raise MemoryError

    share(there).member.limit = fails
    run(there, 3)  # 2.2 s, see group.beats, and what is left of a second
    assert there.pile.live.limit_ma == 0


def test_what_could_not_be_claimed_is_not_said_to_be_in_force():
    there = grouped()
    other = second_of(there)
    there.pile.charge()
    run(there, 65, other)
    assert there.pile.live.limit_ma == 32000
    claims = there.pile.app.claims
    put, claims.put = claims.put, fails
    other.flags = message.PHASES | message.PLUGGED | message.WANTS
    other.most_ma = 32000
    for _ in range(20):
        run(there, 0.1, other)
        allowed_ma = there.pile.live.limit_ma + other.limit(there.pile.ports.now_ms)[0]
        assert allowed_ma <= 40000, allowed_ma
    claims.put = put
    run(there, 3, other)
    assert there.pile.live.limit_ma == 20000


def fails(*_arguments, **_terms):
    raise MemoryError
