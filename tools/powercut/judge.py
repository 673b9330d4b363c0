"""What must be left after a power cut: one start and one stop a session, nothing half written."""

from hashlib import sha256

from session import record as r
from tools.broken import Broken
from tools.powercut.world import CARD, FIRST_MWH

_ROUNDED_WH = 1  # an estimate and the world round differently
_SETTLE_S = 12  # by then the till knows what became of the session before the cut


def after_start(pile, driver=1):
    """Look at a pile that has just started; return when it has come back to what it was doing.

    `driver`: who shows a card, where one is asked for.
    """
    _kept(pile)
    _numbers(pile)
    pile.show(driver)
    for _ in range(_SETTLE_S):
        pile.second()
        if pile.number():
            break
    if pile.number():
        _whose(pile)
    pile.world.follow(pile.number())


def _whose(pile):
    world, number = pile.world, pile.number()
    who = pile.trade.session.record.who
    if (pile.trade.authorise.who() or b"") != who:
        raise Broken(f"session {number} goes on, and somebody else may stop it")
    if who != world.who and not world.clock:
        raise Broken(f"session {number} goes on for somebody else")


def _kept(pile):
    world = pile.world
    if pile.message or pile.trade.message or pile.cards.message:
        raise Broken(f"a start says {pile.message} {pile.trade.message} {pile.cards.message}")
    found = {
        "settings": pile.values["max_current_a"],
        "tariff": pile.trade.tariff()["version"],
        "cards": _generation(pile),
    }
    for key, value in found.items():
        if value not in world.kept[key]:
            raise Broken(f"{key}: {value}, but {world.kept[key]} was written")
        world.kept[key] = (value, None)


def _generation(pile):
    wanted = set(pile.world.kept["cards"]) - {0, None}
    found = [each for each in wanted if _on_list(pile.cards, each)]
    if len(found) > 1:
        raise Broken(f"two card lists at once: {found}")
    return found[0] if found else 0


def _on_list(cards, generation):
    return cards.look(cards.hash(CARD % generation)) is not None


def _numbers(pile):
    """Numbers never repeat and none is left out; a start that was cut may count or not."""
    world, number = pile.world, pile.trade.till.number
    if number == world.last + 1 and world.plugged_at_cut:
        world.follow(number)
    elif number == world.last - 1 and world.starting:
        world.forget()
    if number != world.last:
        raise Broken(f"the last session is {number}, not {world.last}")
    world.starting = False


def at_rest(pile):
    """Send the car away, let everything be archived, and compare the archive with the world.

    With a meter no energy is lost at all: it counts on. Without one, a record interval a cut is,
    and on a stock image what flowed since the contactor closed.
    Returns (sessions that a cut has met, the largest error of their energy in Wh).
    """
    world = pile.world
    world.closed = world.plugged = 0
    for _ in range(_SETTLE_S):
        pile.live()
    pile.write()
    records = _archived(pile)
    if sorted(records) != sorted(world.sessions):
        missing = sorted(set(world.sessions) ^ set(records))
        raise Broken(f"sessions are archived never, or without a start: {missing}")
    worst = cut = 0
    for number, known in world.sessions.items():
        record = records[number]
        error_wh = abs(record.energy_mwh() // 1000 - (known.stop_wh - known.start_wh))
        may_wh = 0 if world.metered else _ROUNDED_WH + known.may_lose_wh
        if error_wh > may_wh:
            raise Broken(f"session {number}: {error_wh} Wh wrong, not {may_wh}")
        if record.who != known.who:
            raise Broken(f"session {number} is on the bill of somebody else")
        if record.reason == r.RUNNING:
            raise Broken(f"session {number} was archived as running")
        cut += known.may_lose_wh > 0
        worst = max(worst, error_wh)
    sold_mwh = sum(record.energy_mwh() for record in records.values())
    if world.metered and sold_mwh != world.energy_wh() * 1000 - FIRST_MWH // 1000 * 1000:
        raise Broken(f"{sold_mwh} mWh were sold, not what the meter has counted")
    return cut, worst


def _archived(pile):
    """Return number -> Record of the whole archive, its chain checked."""
    records, previous = {}, bytes(32)
    for entry in pile.archive.entries():
        if entry.previous != previous or entry.number in records:
            raise Broken(f"the archive's chain breaks at session {entry.number}")
        previous = sha256(entry.stored).digest()
        records[entry.number] = r.unpack(entry.record)
    if pile.archive.damaged:
        raise Broken(f"{pile.archive.damaged} slots of the archive are damaged")
    return records
