"""`make size`: what stands on a board charges a car, its tick without memory, and is weighed."""

from tools.size import __main__ as size


def test_what_is_compiled_charges_and_each_step_takes_more(capsys):
    size.bytecode()
    assert "core" in capsys.readouterr().out
    taken = size.heap()
    assert 0 < taken["modules"] < taken["built"] <= taken["peak"] < 384 * 1024
