"""Who owns whom, as a picture: owners above, the one asked about in the middle, its parts below.

Every row is a name on a rail; the picture is as wide as its longest row and its text is never scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_ROW, _STEP, _LEFT = 32, 26, 10
# About as wide as a letter is.
_LETTER = 8.2


@dataclass(frozen=True, slots=True)
class Row:
    """A name at a depth of the picture; `parent` is the number of the row that its line comes from.

    `role` says what it is to that row, `href` is its page, empty for the one asked about; `told` is False for
    what is a curated link and no claim.
    """

    name: str
    role: str
    href: str
    depth: int
    parent: int | None
    told: bool = True
    upward: bool = False


def kin(rows: Sequence[Row], label: str) -> Markup:
    """The picture; the row of the one asked about has no link."""
    height = len(rows) * _ROW
    width = max(_LEFT + row.depth * _STEP + 30 + _LETTER * (len(row.name) + len(row.role)) for row in rows)
    parts = [
        f'<svg class="kin" width="{width:.0f}" height="{height}" role="group" aria-label="{escape(label)}">'
    ]
    for n, row in enumerate(rows):
        if row.parent is not None:
            parts.append(_line(rows, n))
    for n, row in enumerate(rows):
        x, y = _LEFT + row.depth * _STEP, n * _ROW + _ROW // 2
        own = not row.href
        parts.append(
            f'<circle class="{"self" if own else "node"}" cx="{x}" cy="{y}" r="{6 if own else 4.5}"/>'
        )
        name = f'<tspan class="{"self" if own else "name"}">{escape(row.name)}</tspan>'
        if row.href:
            name = f'<a href="{escape(row.href)}">{name}</a>'
        role = f'<tspan class="role" dx="8">{escape(row.role)}</tspan>' if row.role else ""
        parts.append(f'<text x="{x + 14}" y="{y + 5}">{name}{role}</text>')
    parts.append("</svg>")
    return Markup("".join(parts))


def _line(rows: Sequence[Row], n: int) -> str:
    row = rows[n]
    assert row.parent is not None
    kind = "edge" if row.told else "edge curated"
    one, other = (n, row.parent) if row.upward else (row.parent, n)
    # From the upper row down its rail, and round a corner to the lower one.
    x, y = _LEFT + rows[one].depth * _STEP, one * _ROW + _ROW // 2
    to_x, to_y = _LEFT + rows[other].depth * _STEP, other * _ROW + _ROW // 2
    if to_x == x:
        return f'<path class="{kind}" d="M{x} {y}V{to_y}"/>'
    return f'<path class="{kind}" d="M{x} {y}V{to_y - 8}Q{x} {to_y} {x + 8} {to_y}H{to_x}"/>'
