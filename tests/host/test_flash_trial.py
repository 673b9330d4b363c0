"""make flash on a board that runs a version on trial: tools/flash/board_main.py on files here."""

from pathlib import Path

from tools.flash import remote


def board(root):
    """Return the names of board_main.py, its root a folder here."""
    text = Path(remote._ON_BOARD).read_text(encoding="utf-8").replace('"/slot', f'"{root}/slot')
    names = {}
    exec(text, names)
    return names


def test_a_trial_ends_before_the_way_back_is_written_over(tmp_path):
    mark = tmp_path / "slot"
    for before, after in (("b1a", "b"), ("a!b", "a"), ("-.a", "-"), ("b", "b")):
        mark.write_text(before)
        board(tmp_path)["flash_folders"]([str(tmp_path / "a")])
        assert mark.read_text() == after
    assert (tmp_path / "a").is_dir()
