"""why() says what holds the energy back, where that is the till."""

from shell import held
from tests.shell.desk import Desk
from tests.shell.sold import Sold
from tests.shell.test_texts import check_pair


def told(pile):
    """Return the line of `held`, which why() says in both languages."""
    lines = held.lines(pile.app, 0)
    assert len(lines) <= 1
    for lang in (0, 1):
        for line in held.lines(pile.app, lang):
            assert line in Desk(pile).ask("why", lang=("en", "zh")[lang])
    return lines[0] if lines else ""


def test_nobody_authorised_needs_no_more_words():
    pile = Sold(b'{"authorise": "list"}')
    pile.charge()
    assert told(pile) == ""


def test_a_cut_of_unknown_length():
    pile = Sold(b'{"authorise": "list"}')
    pile.run(2000)
    pile.ports.reader.present("04112233")
    pile.charge()
    pile.ports.time_s = lambda: 0
    pile.boot()
    pile.run(5000)
    assert "power cut" in told(pile)
    pile.ports.reader.present("04112233")
    pile.run(3000)
    assert told(pile) == ""


def test_limits_and_ends():
    pile = Sold(b'{"session_kwh": 5, "meter": "sdm630", "at_limit": "pause"}')
    pile.charge()
    pile.ports.meter.online = False
    pile.run(9000)
    assert "meter does not answer" in told(pile)
    pile.ports.meter.online = True
    pile.run(2000)
    pile.app.change({"session_min": 0, "session_kwh": 0.001})
    pile.draw(3000, 5)
    assert "its limit" in told(pile)
    Desk(pile).ask("stop")
    pile.run(2000)
    assert "has ended" in told(pile)


def test_each_text_is_there_twice():
    for pair in (held._CUT, held._METER, held._LIMIT, held._ENDED):
        check_pair(*pair)
