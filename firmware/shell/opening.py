"""What a till needs at its start only. Loaded for that, then dropped."""

import sys

from shell.on_demand import forget

FILES = 4  # blocks of a journal in files: it has no records of progress
_DAY_S = 86400


def tariff(store):
    """Return the tariff kept in `store`, None: there is none, or it is damaged."""
    from session.tariff_check import load

    return load(store)


def journal(store, ports):
    """Return the journal, recovered, and what is wrong, "" = nothing."""
    problem = ""
    flash = _flash(store, ports)
    if flash is not None:
        from session.journal import Journal

        try:
            found = Journal(flash)
            found.recover()
            return found, ""
        except (OSError, ValueError) as error:
            problem = "no journal (%s): a power cut takes the session along" % error
    from session.nowhere import NoJournal

    return NoJournal(), problem


def _flash(store, ports):
    flash = getattr(ports, "flash", None)
    if flash is None and hasattr(ports, "open_flash"):
        flash = ports.open_flash("journal")
        if flash is None and store.folder:
            from session.file_flash import FileFlash

            flash = FileFlash(store.folder + "_journal", FILES)
    return flash


def recover(trade):
    """Have till and register go on where the journal says they were."""
    archived = 0
    try:
        archived = trade.open_archive().last()
    except OSError as error:
        trade.message = "the archive of sessions cannot be read: %s" % error
    trade.forget_archive()
    if trade.journal.sequence > 1:
        from session.recovery import Recovery

        recovery = Recovery(trade.till, trade.register, archived)
        try:
            recovery.run(trade.journal.records())
        except (OSError, MemoryError) as error:  # a start that always fails would need a hand
            trade.message = "the journal cannot be read: %s" % error
        trade.damaged = recovery.damaged + trade.journal.damaged
        if trade.till.settling() and not trade.journal.while_closed:
            trade.register.cut_s = _DAY_S  # the contactor may have been closed for so long
    trade.till.number = max(trade.till.number, archived)


def signer(store):
    """Return the Signer, None where no key was provisioned."""
    if not store.folder or store.read("key") is None:
        return None
    from session.signer import Signer

    return Signer(store, store.folder)


def drop():
    """Give the code back, and that of what was needed here."""
    forget("session", "tariff_check", "recovery", "replay")
    forget("hal", sys.platform + "_flash")
    forget("shell", "opening")
