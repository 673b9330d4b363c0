"""Whose the space is now, and what becomes of who is there when that ends (S2, S3; F15).

Blocked hours are nobody's: no energy flows. The owner's are his: the card group of the setting
`owner_group`, or whoever plugs in where no card is needed; his own energy is free of charge then.
The community's are everybody's who is authorised. A reservation keeps out all but its holder.

Whoever charges when somebody else's time comes is a guest: he is warned `guest_warn_min` before,
never stopped without that, then `guest_policy` holds. A stop is graceful; the session goes on,
parked, until the unplug.

While the clock is not set nobody knows the hour: the setting `space_no_time` says whose the space
is, no reservation holds, and no guest has to leave.
"""

from micropython import const

from session.record import OTHER
from shell.on_demand import borrow
from space.reservations import FAULTED, OCCUPIED, UNAVAILABLE, Reservations
from space.windows import BLOCKED, COMMUNITY, KINDS, OWNER, Windows

_MA = const(1000)


class Sharing:
    """The claim source "space", and `may` of session.authorise. `holidays`: dates.holidays.

    Called by the shell's jobs.
    """

    name = "space"

    def __init__(self, app, holidays):
        self.whose = BLOCKED  # until the first second nobody may
        self.until_s = 0  # so long
        self.leaves_s = 0  # when the guest who charges must be gone, 0 = not known of
        self.warned = False  # his lamp and status say so
        self.reservations = Reservations(app.store)
        self.message = self.reservations.message
        self.unsaved = False
        self._app = app
        self._holidays = holidays
        self._pile = None  # shell.pile_view
        self._gone_s = 0  # up-time at which a guest who was warned must be gone
        self._stopped = 0  # number of the session that was stopped
        self._group = ("", b"")  # name of the owner's, and its hash
        self._of = None  # text and zone the windows are made of
        self._make()
        app.trade.authorise.may = self.may
        app.trade.till.free_for = self.free_for

    def may(self, who, group):
        """Return whether this card may begin now; (None, None): whoever plugs in."""
        if self.whose == BLOCKED or (self.whose == OWNER and not self._owns(group)):
            return False
        holder = self.reservations.live
        return holder is None or holder.fits(who, group)

    def free_for(self, group):
        """Return whether who charges pays nothing now: the owner in his hours."""
        return self.whose == OWNER and self._owns(group)

    def second(self, _now_ms, utc_s, pile):
        """Return the claim of this moment: see shell.sources."""
        values = self._app.values
        self._pile = pile
        self._turn(utc_s)
        reservations = self.reservations
        reservations.second(utc_s, pile, self.whose != BLOCKED)
        self.unsaved = reservations.to_save(pile.plugged)
        gone = self._warn(utc_s, self._leaves_s(utc_s, pile), values["guest_warn_min"] * 60)
        self._app.lamp.asked = self._pattern()
        if self.whose == BLOCKED:
            return 0, self.until_s
        return self._part(values, pile) if gone else None

    def reserve(self, entry, utc_s):
        """Take a checked Reservation; return (OCPP's word, why not): space.reservations."""
        return self.reservations.reserve(entry, utc_s, self._hindrance(entry, utc_s))

    def save(self):
        """Write the reservations."""
        self.reservations.save()
        self.message = self.reservations.message

    def brief(self, lang):
        """Return lines for whoever stands before the pile: a reservation, an hour to leave."""
        if not self.warned and self.reservations.live is None and self.whose == COMMUNITY:
            return []
        return borrow("shell", "space_texts").brief(self, self._app, lang)

    def notes(self, lang):
        """Return lines for the console."""
        return borrow("shell", "space_texts").lines(self, self._app, lang)

    # inside

    def _pattern(self):
        if self.warned:
            return "guest"
        return "reserved" if self.reservations.live is not None else ""

    def _turn(self, utc_s):
        if not utc_s:
            self.whose = KINDS.index(self._app.values["space_no_time"])
            self.until_s = 0
            return
        self._make()
        self.whose, self.until_s = self._windows.at(utc_s)

    def _make(self):
        text, zone = self._app.values["windows"], self._app.trade.clock.zone()
        if (text, zone) != self._of:
            self._of = (text, zone)
            rows, rest = borrow("space", "window_text").parse(text)
            self._windows = Windows(rows, rest, zone, self._holidays)

    def _owns(self, group):
        if self._app.values["authorise"] == "plug_and_charge":
            return True
        name = self._app.values["owner_group"]
        if not name or not group:
            return False
        if name != self._group[0]:
            card_text = borrow("session", "card_text")
            self._group = (name, card_text.group_hash(self._app.trade.cards.salt, name))
        return group == self._group[1]

    def _warn(self, utc_s, leaves_s, warn_s):
        # Return whether the guest's time is over. A time that came by surprise, as when the clock
        # was put forward (REQ-T-2), gives him the whole warning.
        up_s = self._app.trade.clock.up_s
        left_s = leaves_s - utc_s
        due = leaves_s > 0 and left_s <= warn_s
        if due and not self.warned:
            self._gone_s = up_s + (left_s if left_s > 0 else warn_s)
        self.warned = due
        self.leaves_s = max(leaves_s, utc_s + self._gone_s - up_s) if due else leaves_s
        return due and left_s <= 0 and up_s >= self._gone_s

    def _leaves_s(self, utc_s, pile):
        if not pile.session or not utc_s or self.whose == BLOCKED:
            return 0
        holder = self.reservations.live
        if self.whose == OWNER and not pile.owner:
            return utc_s
        if holder is not None and not holder.fits(pile.who, pile.group):
            return utc_s
        next_s = self.reservations.next_s(utc_s, pile.who, pile.group)
        then = self._windows.then
        if then != self.whose and (then == BLOCKED or (then == OWNER and not pile.owner)):
            return min(self.until_s, next_s) if next_s else self.until_s
        return next_s

    def _part(self, values, pile):
        # somebody else's time has come
        policy = values["guest_policy"]
        if policy == "reduce":
            holder = self.reservations.live
            until_s = self.until_s if holder is None else min(self.until_s, holder.expiry_s)
            return values["guest_a"] * _MA, until_s
        if policy == "stop" and pile.session != self._stopped:
            self._stopped = pile.session
            self._app.trade.till.stop(OTHER)
        return None

    def _hindrance(self, entry, utc_s):
        pile = self._pile
        if not utc_s:
            return ""
        kind = self._windows.kind(max(entry.start_s, utc_s))
        if kind == BLOCKED or (kind == OWNER and not self._owns(self._group_of(entry))):
            return UNAVAILABLE
        if entry.start_s > utc_s:
            return ""
        if pile is None or pile.max_ma <= 0:
            return UNAVAILABLE
        if pile.fault >= 0:
            return FAULTED
        return OCCUPIED if pile.plugged or pile.session else ""

    def _group_of(self, entry):
        if entry.group:
            return entry.group
        record = self._app.trade.cards.look(entry.who)
        return record[8:12] if record else None
