"""A command is done when all its rounds are: until then the next one has to wait."""

from core import faults, mailbox
from tests.core.whole import Whole


def _sent(command, argument, before=None):
    """Return parts that have read a demand with a command."""
    whole = before or Whole()
    box = whole.parts.mailbox
    demand = box.idle()
    demand.command = command
    demand.argument = argument
    demand.command_sequence = box.demand.command_sequence + 1
    box.publish()
    whole.parts.commands.read(whole.frame)
    return whole


def test_a_clearing_command_is_taken_after_its_second_round():
    whole = _sent(mailbox.CLEAR, faults.WELDED)
    commands = whole.parts.commands
    for clears, taken in ((2, 0), (1, 0), (0, 1)):
        assert (commands.clears, commands.taken) == (clears, taken)
        if clears:
            commands.clear(False)


def test_no_other_command_is_read_while_one_clears():
    whole = _sent(mailbox.CLEAR, mailbox.ALL)
    commands = whole.parts.commands
    commands.clear(False)
    _sent(mailbox.SELFTEST, 0, whole)
    assert (commands.clears, commands.taken) == (1, 0)


def test_every_other_command_is_taken_at_once():
    for command in (mailbox.SELFTEST, mailbox.UNLOCK, mailbox.WAKE, 99):
        commands = _sent(command, 0).parts.commands
        assert (commands.clears, commands.taken) == (0, 1)
