"""What a claim source may know of its pile: plain values, refreshed before it is asked."""

from core import states

_NOMINAL_V = 230
_OWN = "plug_and_charge"


class PileView:
    """One outlet's. Sources only read it."""

    def __init__(self):
        self.plugged = False
        self.wants = False  # the car asks for energy: letter C or D
        self.closed = False  # the contactor
        self.phases = 3  # that can carry current
        self.volts = _NOMINAL_V  # of a phase; nominal without a measurement
        self.offered_ma = 0  # what the car reads from the pilot
        self.current_ma = None  # of L1, L2, L3; None: not measured
        self.session = 0  # number of the open one, 0 = none
        self.session_mwh = 0
        self.session_s = 0  # unix time of its start, 0 = not known
        self.who = None  # hash of the card that authorised, bytes
        self.group = None  # of the same, bytes
        self.owner = False  # the owner's group, or nobody needs a card here
        self.max_ma = 0  # setting
        self.claimed = False  # what the source said last is in force
        self.reasons = 0  # bits of WHY_*
        self.fault = -1  # number of the worst
        self._owner_name = ""
        self._owner_group = None

    def refresh(self, app):
        """Take everything from `app`. Called by shell.rounds."""
        snapshot, measured = app.snapshot, app.measured
        self.plugged = snapshot.plugged != 0
        self.wants = self.plugged and states.C <= snapshot.letter <= states.D
        self.closed = snapshot.closed != 0
        self.phases = app.claims.used
        self.volts = app.claims.volts()
        self.offered_ma = snapshot.limit_ma
        self.current_ma = list(measured.current_ma) if measured.guards() else None
        self.max_ma = app.values["max_current_a"] * 1000
        self.reasons = snapshot.reasons
        self.fault = snapshot.fault
        self._take_session(app)

    def _take_session(self, app):
        session, authorise = app.session, app.trade.authorise
        record = session.record
        self.session = record.number if session.open else 0
        self.session_mwh = record.energy_mwh() if session.open else 0
        self.session_s = record.start_s if session.open else 0
        self.who = authorise.who()
        self.group = authorise.group()
        self.owner = self._is_owner(app)

    def _is_owner(self, app):
        if app.values["authorise"] == _OWN:
            return True
        name = app.values.get("owner_group", "")
        if not name or self.group is None:
            return False
        if name != self._owner_name:
            from session.card_text import group_hash

            self._owner_name = name
            self._owner_group = group_hash(app.trade.cards.salt, name)
        return self.group == self._owner_group
