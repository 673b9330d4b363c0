"""python -m tools.build.package: write every board's package.json, for `mpremote mip install`.

It lists what `make build` puts into build/BOARD; a test says when it no longer does.
"""

import json

from tools.build import (
    BOARD_FILE,
    BOARDS,
    board_names,
    data_files,
    files,
    load_board,
    place,
)

_DEPS = [["aiorepl", "latest"]]
_VERSION = "0.1.0"


def package(board):
    """Return the text of a board's package.json."""
    names = [place(name) for name in files(load_board(board)["port"])] + data_files()
    places = [name.as_posix() for name in names]
    rows = [[name, f"../../build/{board}/{name}"] for name in places] + [[BOARD_FILE, BOARD_FILE]]
    lines = ",\n".join("    " + json.dumps(row) for row in rows)
    return (
        f'{{\n  "version": "{_VERSION}",\n  "deps": {json.dumps(_DEPS)},\n'
        f'  "urls": [\n{lines}\n  ]\n}}\n'
    )


def real_boards():
    """Return the names of the boards that are not this PC."""
    return [name for name in board_names() if load_board(name)["port"] != "virtual"]


if __name__ == "__main__":
    for name in real_boards():
        (BOARDS / name / "package.json").write_text(package(name), encoding="utf-8")
