"""Makes the claim source "group" that the settings ask for. Loaded at start, then dropped."""

from group.departure import departure
from group.member import Config, Member
from group.message import Key
from group.roster import on_site
from group.share import Share
from group.stored import KEY, load
from shell.on_demand import borrow, forget


def source(app):
    """Return the source of setting `group`. Raises ValueError that says what is missing."""
    values = app.values
    own, leader_id = values["group_id"], values["group_leader"]
    secret = app.store.read(KEY)
    if secret is None:
        raise ValueError("there is no key; group('key', 'the same text in every pile')")
    key = Key(secret)
    link = end = _link(app, own, leader_id)
    now_ms = app.ports.ticks_ms()
    fallback_a, rotation = values["group_fallback_a"], values["rotation"]
    leader = None
    if own == leader_id:
        from group.loop import Loop

        roster = load(app.store, values)
        loop = Loop(link, own)
        end = loop.member
        fallback_a = roster.rows[own - 1]["fallback_a"]
        leader = _leader(roster, roster.limit_ma, loop.leader, key, values, now_ms)
    fallback_ma = tuple(on_site(values["phases"], rotation, fallback_a * 1000))
    config = Config(leader_id, values["group_size"], fallback_ma)
    member = Member(own, key, config, end, now_ms)
    places = ["RST".index(phase) for phase in rotation]
    forget("group", "fit", "roster", "stored")
    meter = getattr(app.ports, "feeder_meter", None) if leader is not None else None
    return Share(member, leader, link, places, app.ports.ticks_ms, departure(app), meter)


def _leader(roster, limit_ma, link, key, values, now_ms):
    from group.leader import Leader

    feeder = None
    if values["group_fuse_a"]:
        from group.feeder import Feeder

        feeder = Feeder([values["group_fuse_a"] * 1000] * 3, now_ms)
    return Leader(roster, limit_ma, link, key, now_ms, feeder)


def _link(app, own, leader_id):
    values = app.values
    if values["group"] == "udp":
        return borrow("group", "udp").open_link(app.ports, values["group_port"], own, leader_id)
    line = getattr(app.ports, "bus", None)
    if line is None:
        raise ValueError("there is no serial line for it")
    if own == leader_id:
        from group.rs485_leader import LeaderBus

        return LeaderBus(line, own, values["group_size"])
    from group.rs485_member import MemberBus

    return MemberBus(line, own)
