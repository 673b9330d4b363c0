"""A slice of the 10 000 stacks of `make soak`, and that the oracle notices a broken engine."""

import pytest

from plan.profile import Profile
from plan.profiles import Profiles
from tools.soak.profile_stacks import compare_stacks


def test_random_stacks_are_what_the_rows_say():
    compare_stacks(1, 1000)


def _changes_one_second_late(profile, unix_s, began_s):
    place, until_s = _find(profile, unix_s, began_s)
    return place, until_s + 1


def _first_is_enough(profiles, moment_s, began_s, clock):
    caps, until_s = _in_force(profiles, moment_s, began_s, clock)
    return caps[:1], until_s


_find = Profile.find
_in_force = Profiles.in_force


@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (Profile, "find", _changes_one_second_late),
        (Profiles, "in_force", _first_is_enough),
        (Profile, "needs_clock", lambda _: False),
        (Profile, "rank", lambda profile: (profile.purpose, -profile.stack)),
    ],
)
def test_a_broken_engine_is_noticed(monkeypatch, owner, name, broken):
    monkeypatch.setattr(owner, name, broken)
    with pytest.raises(AssertionError, match="stack of seed"):
        compare_stacks(1, 200)
