"""A whole pile and people of all kinds: nobody charges in somebody else's time (S2, S3, P25)."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.host.test_space_windows import HOLIDAYS, oracle, some_windows
from tests.shell.desk import Desk
from tests.space.pile import GUEST, HOUR, OTHER, OWNER, Space

CARDS = (GUEST, OTHER, OWNER)
ZONE_H = 8


def whose(rows, rest, unix_s):
    """Return what the clock on the wall says in Shanghai."""
    wall = datetime.fromtimestamp(unix_s, UTC) + timedelta(hours=ZONE_H)
    names = any("holiday" in row[1] and len(row[1]) < 8 for row in rows)
    before = wall - timedelta(days=1)
    day = "holiday" if names and _is_holiday(before) else before.strftime("%a").lower()
    return oracle(rows, rest, names, wall, day)


def _is_holiday(day):
    return bool({f"{day:%m-%d}", f"{day:%Y-%m-%d}"} & set(HOLIDAYS))


def act(dice, space, desk):
    """Let somebody do something, then let the pile follow."""
    now_s = space.app.trade.clock.now_s()
    thing = dice.choice(("card", "card", "plug", "unplug", "wait", "wait", "reserve", "reset"))
    if thing == "card":
        space.world.put("card", dice.choice(CARDS))
    elif thing == "plug":
        space.world.put("ev.state", "B")
        space.run(1)
        space.world.put("ev.state", "C")
    elif thing == "unplug":
        space.world.put("ev.state", "A")
    elif thing == "wait":
        space.app.trade.clock.set(now_s + dice.randrange(60, 4 * HOUR), 3)
        space.world._ports.put_clock(space.app.trade.clock.now_s())
    elif thing == "reserve":
        start_s = now_s + dice.choice((0, 0, 600, HOUR))
        end_s = start_s + dice.randrange(300, 4 * HOUR)
        number, grace_min = dice.randrange(3), dice.choice((0, 10))
        desk.ask("reserve", number, dice.choice(CARDS), start_s, end_s, grace_min)
    else:
        space.world.put("cpu.reset", dice.choice(("hard", "soft", "watchdog")))
        space.run(4)
    space.run(12)
    return thing


@pytest.mark.parametrize("seed", range(5))
def test_nobody_charges_in_somebody_else_s_time(seed):
    dice = random.Random(seed)
    written, rows, rest = some_windows(dice, 5)
    space = Space(10, windows=written, holidays=", ".join(HOLIDAYS), guest_warn_min=0)
    charged, closed = 0, 0
    for _ in range(120):
        before = space.app.trade.till.number
        thing = act(dice, space, Desk(space.world))
        now_s = space.app.trade.clock.now_s()
        kind = whose(rows, rest, now_s)
        near = whose(rows, rest, now_s - 14) != kind  # it turned a moment ago
        authorise, live = space.app.trade.authorise, space.source.reservations.live
        owner = authorise.who() == space.app.trade.cards.hash(OWNER)
        mine = live is None or live.fits(authorise.who(), authorise.group())
        if live is not None and live.start_s < now_s - 14:  # OP-125: no session but the holder's
            assert space.app.trade.till.number == before, (thing, live.number)
        closed += not space.charging
        if not space.charging or near:
            continue
        charged += 1
        assert kind != "blocked", (thing, written)
        assert owner or kind != "owner", (thing, written)
        assert mine, (thing, live.number)
        assert space.app.session.open
        assert space.app.session.free == (kind == "owner")
        assert space.app.rounds.messages() == []
    assert closed > 20
    assert charged > 0
