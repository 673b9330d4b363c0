"""Sections as a page of HTML: one file that needs nothing else."""

from html import escape

_STYLE = """body{font:14px sans-serif;margin:2em;max-width:70em}
table{border-collapse:collapse}td{padding:2px 10px 2px 0;vertical-align:top}
h2{border-bottom:1px solid #999;margin-top:1.5em}@media print{h2{page-break-after:avoid}}"""


def page(found, svg=""):
    """Return sections as HTML; `svg`: a picture that comes last."""
    title = escape(found[0][0])
    parts = [f"<!doctype html><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"]
    for name, rows in found:
        cells = ["".join(f"<td>{escape(cell)}" for cell in row) for row in rows]
        parts.append(f"<h2>{escape(name)}</h2><table>" + "\n".join(f"<tr>{c}" for c in cells))
        parts.append("</table>")
    return "\n".join([*parts, svg, ""])
