"""export() keeps the other jobs waiting, so it is not for while a car charges."""

from tests.shell.desk import Desk
from tests.shell.sold import Sold


def sold(sessions):
    """Return a desk on a pile that has sold so many times."""
    pile = Sold()
    for _ in range(sessions):
        pile.charge()
        pile.leave()
    return Desk(pile)


def test_nothing_is_exported_while_a_car_charges():
    desk = sold(1)
    desk.pile.charge()
    said = desk.ask("export")
    assert "a car charges" in said
    assert "number,start" not in said
    desk.pile.leave()
    desk.ask("export")
    assert len(desk.said) == 3


def test_an_export_ends_when_a_car_begins_to_charge():
    desk = sold(4)
    pile = desk.pile
    main = pile.app.jobs[0][2]
    pile.hal.car = "C"

    def busy(now_ms):  # a row of two seconds
        for _ in range(200):
            pile.ports.now_ms += 10
            pile.hal.tick()
            main(pile.ports.now_ms)

    pile.app.jobs = (("main", 50, busy),) + pile.app.jobs[1:]
    desk.ask("export")
    assert "a car charges" in desk.said[-2]
    assert len(desk.said) - 2 < 5
