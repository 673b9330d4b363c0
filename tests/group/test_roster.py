from group.roster import Roster

LIMIT = [48000] * 3


def refused(rows, fallback_a=0, leader=1, limit_ma=LIMIT):
    try:
        Roster(leader, rows, limit_ma, fallback_a)
    except ValueError as error:
        return str(error)
    return ""


def test_fallbacks_above_the_limit_are_refused():  # REQ-FB-2
    assert refused([{}] * 8, 6) == ""
    said = refused([{}] * 8, 7)
    assert "on R: 56 A together" in said and "48 A" in said and "fallback_a" in said


def test_phase_by_phase():
    ones = [{"phases": 1, "fallback_a": 16}] * 3
    assert refused(ones) == ""
    assert "on R: 64 A" in refused(ones + [{"phases": 1, "fallback_a": 16}])
    spread = [{"phases": 1, "rotation": way, "fallback_a": 16} for way in ("RST", "STR", "TRS")]
    assert refused(spread * 3) == ""
    assert "on R: 64 A" in refused(spread * 4)


def test_a_rotation_says_which_phase_a_pile_of_one_phase_uses():
    roster = Roster(1, [{"phases": 1, "rotation": "STR"}, {}], LIMIT, 6)
    assert roster.fallback_ma == [0, 6000, 0, 6000, 6000, 6000]
    assert roster.connected == bytes([2, 7])


def test_what_is_wrong_is_named():
    for rows, words in (
        ([{}], "2 to 64 piles, not 1"),
        ([{}] * 65, "2 to 64 piles, not 65"),
        ([{}, {"wait": 1}], "pile 2: no field wait; there are fallback_a, phases"),
        ([{}, {"weight": 0}], "pile 2: weight = 0: must be 1 to 10"),
        ([{"priority": 10}, {}], "pile 1: priority = 10: must be 0 to 9"),
        ([{"phases": 2}, {}], "pile 1: phases = 2: must be 1 or 3"),
        ([{"phases": True}, {}], "pile 1: phases = True: must be 1 or 3"),
        ([{"rotation": "RTS"}, {}], "RST, STR, TRS"),
        ([{"fallback_a": 5}, {}], "0, or 6 to 80"),
        ([{}, 7], "pile 2: must be a table"),
    ):
        assert words in refused(rows), refused(rows)
    assert "leader 3: must be the id of a pile, 1 to 2" in refused([{}, {}], leader=3)
