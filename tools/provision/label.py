"""The label of a pile: a QR code and the same as text, SVG, for a printer."""

import io
import textwrap
from xml.sax.saxutils import escape

import segno

_SIDE = 30  # of the code, mm
_LINE = 4.5  # mm
_WIDTH = 80
_LETTERS = 24  # in the width that is left
_BORDER = 2


def payload(unit, board, secret, key):
    """Return what the QR code says: a line for each thing, as a phone shows it."""
    lines = [f"SN:{unit.serial}", f"BOARD:{board}", f"INSTALLER:{secret}", f"KEY:{key}"]
    return "\n".join(lines + ([f"LABEL:{unit.label}"] if unit.label else []))


def svg(unit, board, secret, key):
    """Return the label. The installer's secret is on it: it belongs inside the pile's door."""
    code = io.BytesIO()
    made = segno.make(payload(unit, board, secret, key), error="m", micro=False)
    made.save(code, kind="svg", xmldecl=False, svgns=False, border=0, unit=None, omitsize=True)
    lines = (
        unit.serial,
        unit.label,
        f"board {board} {unit.board_rev}".strip(),
        f"installer: {secret}",
        f"key: {key}",
    )
    rows = []
    for text in [
        part for line in lines for part in textwrap.wrap(line, _LETTERS, break_on_hyphens=False)
    ]:
        y = _BORDER + _LINE * (len(rows) + 1)
        rows.append(f'<text x="{_SIDE + 2 * _BORDER}" y="{y:g}">{escape(text)}</text>')
    height = _SIDE + 2 * _BORDER
    picture = (
        code.getvalue()
        .decode()
        .replace("<svg ", f'<svg x="{_BORDER}" y="{_BORDER}" width="{_SIDE}" height="{_SIDE}" ', 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}mm" height="{height}mm" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="monospace" font-size="3">\n'
        f"{picture}\n" + "\n".join(rows) + "\n</svg>\n"
    )
