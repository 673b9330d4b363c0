"""All that makes a till of a pile: clock, register, cards, sessions, journal and archive."""

from micropython import const

from meter.register import NOMINAL_MV, Register
from session import money
from session.authorise import Authorise
from session.books import ARCHIVE, ERASE, FLUSH
from session.cards import Cards
from session.tariff import NAME as TARIFF
from session.tariff import flat
from session.till import Till
from session.trace import name as trace_name
from shell.clock import RTC, Clock
from shell.on_demand import forget

_MWH = const(1000000)  # in a kWh
_AGAIN_S = const(60)  # until what could not be written is tried again
_AMP_MW = const(360000)  # most power of 1 A on one phase: 277 V and 30 %


class Trade:
    """One outlet's. `ports` may bring: open_flash("journal") (a block device, None: it is kept
    in files beside the store's), reader (of cards), time_s() (a clock that went on without
    us), rtc (dates.rtc.Keeper of a clock chip), warm (the chip was reset and never without
    power); a bench: flash, cards and archive.

    Called by the app's jobs.
    """

    def __init__(self, store, ports, values):
        from shell import opening

        now_ms = ports.ticks_ms()
        self.clock = Clock(now_ms)
        time_s = getattr(ports, "time_s", None)
        if time_s is not None and time_s():
            self.clock.set(time_s(), RTC)
        if getattr(ports, "rtc", None) is not None:
            self.clock.keep(ports.rtc)
        self.register = Register(0)
        self.damaged = 0  # records of the journal that could not be read
        self.serial = ""  # of the meter
        self._measured = None
        self._store = store
        self._ports = ports
        self._tariff = opening.tariff(store)  # None: the setting price_kwh
        self._broken = False  # the till failed with no car there: who was authorised is not sure
        # a tariff is to be written: -1 = none is, 0 = at once, else it could not be, and is tried
        self._unsaved = -1  # again from this second of up-time on
        cards = getattr(ports, "cards", None) or Cards(store.folder)
        self.authorise = Authorise(values, cards)
        self.cards = cards
        self.reader = getattr(ports, "reader", None)
        # `message`: what is wrong, "" = nothing
        self.journal, self.message = opening.journal(store, ports)
        self.till = Till(self.journal, self.register, self.clock, self._tariff or flat(0))
        self.till.warm = getattr(ports, "warm", False)
        opening.recover(self)
        self.signer = opening.signer(store)
        opening.drop()
        self.session = self.till.session
        self.apply(values)

    def open_archive(self):
        """Return the archive. Its code is needed rarely: `forget_archive` afterwards."""
        archive = getattr(self._ports, "archive", None)
        if archive is not None:
            return archive
        if self._store.folder:
            import session.shelf  # noqa: F401  an import within one needs 0.6 KB more of the stack
            from session.archive import Archive

            return Archive(self._store.folder)
        from session.nowhere import NoArchive

        return NoArchive()

    def forget_archive(self):
        """Give its code back."""
        forget("session", "archive", "shelf", "nowhere")

    def apply(self, values):
        """Put changed settings in force."""
        till = self.till
        self.clock.apply(values)
        self.register.most_mw = max(values["max_current_a"], 16) * values["phases"] * _AMP_MW
        self.register.estimates = values["meter"] == "none"
        self.authorise.values = values
        till.resume_s = values["resume_min"] * 60
        sold = till.session
        sold.suspends = values["at_limit"] == "pause"
        sold.limits = (
            int(values["session_kwh"] * _MWH + 0.5),
            values["session_min"] * 60,
            money.parse(values["session_money"]),
        )
        if self._tariff is None:
            till.set_tariff(flat(money.parse(values["price_kwh"])))

    # jobs

    def second(self, snapshot, now_ms):
        """Follow the core. Called by the main job each time: mostly it returns at once."""
        passed_s = self.clock.step(now_ms)
        till = self.till
        if passed_s or till.due(snapshot):
            self._broken = self._broken or not snapshot.plugged  # unless all of this succeeds
            self._count(snapshot, passed_s, now_ms)
            till.step(snapshot, self.authorise, passed_s, now_ms)
            if till.writes():
                till.flush()
            self._broken = False
        self.authorise.update(snapshot.plugged != 0, till.session.open, now_ms)

    def card(self, now_ms):
        """Take the card that is there, if one is. Called by the comms job."""
        if self.reader is None:
            return
        uid = self.reader.poll()
        if uid is not None:
            self.authorise.card(uid, now_ms, self.clock.now_s())

    def _count(self, snapshot, passed_s, now_ms):
        register = self.register
        reading = self._measured and self._measured.reading
        register.take(reading, now_ms, snapshot.closed)
        if reading is not None:
            self.serial = getattr(reading, "serial", "")
        elif register.estimates and not register.read and snapshot.closed:
            power_mw = snapshot.limit_ma * snapshot.phases * NOMINAL_MV // 1000
            register.estimate(power_mw, passed_s * 1000)

    def measured(self, measured, _now_ms):
        """Take what the meter said last: shell.measured.Measured. Called by the meter job."""
        self._measured = measured

    def refuses(self):
        """Return whether nobody may charge: not authorised, stopped, at a limit, or not yet."""
        if self.till.settling():  # what flowed now would be on nobody's bill
            return True
        if self._broken and self.authorise.values["authorise"] != "plug_and_charge":
            return True
        return not self.authorise.allowed() or self.session.refuses()

    # with the contactor open and nothing offered

    def wants(self, idle, resting=True):
        """Return whether `write` has work; `idle`: no car would wait for it.

        `resting`: nothing is on offer anyway. To take an offer back costs a car 3 s.
        """
        if self._tariff_waits() and (idle or not self._unsaved):
            return True
        if self.till.wants(idle, resting):
            return True
        if idle and self.signer is not None and self.signer.wants():
            return True
        return idle and self._store.folder != "" and self.cards.pending()

    def write(self):
        """Do one piece of work that may erase flash. What goes wrong is in `message`."""
        till = self.till
        work = till.work()
        try:
            if self._tariff_waits():
                self._save_tariff()
            elif work == FLUSH:
                till.flush()
            elif work == ERASE:
                till.erased(self.journal.prepare())
            elif work == ARCHIVE:
                self._archive()
            elif self.signer is not None and self.signer.wants():
                self.signer.write()
            else:
                self.cards.step(self._ports.ticks_ms, self.clock.now_s())
        except (OSError, MemoryError) as error:
            self.message = "sessions or tariff not saved, tried again later: %s" % error
            if work == ERASE:
                till.erased(False)
            elif work == ARCHIVE:
                till.archived(False)

    def _archive(self):
        till = self.till
        _, record, trace = till.finished[0]
        self.open_archive().add(record.number, record.pack(), self.serial)
        self.forget_archive()
        till.archived(True)  # it is there, whatever becomes of its trace
        if trace is not None:
            self._store.write(trace_name(record.number), trace.pack(record.number))
        if self.signer is not None:
            self.signer.look()

    def _tariff_waits(self):
        return 0 <= self._unsaved <= self.clock.up_s

    def _save_tariff(self):
        import json

        self._unsaved = self.clock.up_s + _AGAIN_S  # when this fails
        self._store.write(TARIFF, json.dumps(self._tariff).encode())
        self._unsaved = -1

    def leave(self):
        """The pile restarts: a session that would not go on afterwards ends now (OP-052)."""
        till = self.till
        if till.session.open and not till.resume_s:
            till.leave()
            if till.writes():
                till.flush()

    # tariffs

    def tariff(self):
        """Return the tariff in force, a dict."""
        return self.till.tariff.data

    def set_tariff(self, data):
        """Put a checked tariff in force now, and keep it; None: price_kwh again at a restart."""
        self._tariff = data
        self.till.set_tariff(data)
        self._unsaved = 0
