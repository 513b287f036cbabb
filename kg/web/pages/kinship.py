"""Who owns an organisation and what it owns, gathered from relations and curated links for a picture."""

from __future__ import annotations

from typing import Final, NamedTuple

from markupsafe import Markup

from kg.web import urls
from kg.web.drawing.kin import Row, kin
from kg.web.here import Here

Words = tuple[str, str]

# predicate or link -> whether its object is the upper one, and what the upper and the lower one are called
_ROLES: Final[dict[str, tuple[bool, Words, Words]]] = {
    "subsidiary_of": (True, ("parent", "công ty mẹ"), ("subsidiary", "công ty con")),
    "unit_of": (True, ("parent body", "đơn vị chủ quản"), ("unit", "đơn vị")),
    "wholly_owned_by": (True, ("sole owner", "chủ sở hữu duy nhất"), ("wholly owned", "sở hữu toàn bộ")),
    "joint_venture_of": (True, ("partner of the venture", "bên liên doanh"), ("joint venture", "liên doanh")),
    "spun_off_from": (True, ("spun off from", "tách ra từ"), ("spin-off", "công ty tách ra")),
    "owns": (False, ("owner", "chủ sở hữu"), ("owned", "sở hữu")),
    "owns_stake_in": (False, ("shareholder", "cổ đông"), ("stake held", "nắm cổ phần")),
    "acquired": (False, ("acquired by", "bên mua lại"), ("acquired", "đã mua lại")),
    "invests_in": (False, ("investor", "nhà đầu tư"), ("investment", "khoản đầu tư")),
    "has_brand": (False, ("brand of", "thương hiệu của"), ("brand", "thương hiệu")),
    "subsidiaryOf": (True, ("parent", "công ty mẹ"), ("subsidiary", "công ty con")),
    "unitOf": (True, ("parent body", "đơn vị chủ quản"), ("unit", "đơn vị")),
}
# Of what can be invested in or owned, only these belong in the picture.
_BODIES: Final = frozenset(
    (
        "company", "state-owned-enterprise", "agency", "ministry", "association", "university", "media",
        "international-organisation", "person", "facility", "product",
    )
)  # fmt: skip
_DEEPEST = 2


class _Tie(NamedTuple):
    """One end of a tie, seen from the other: who, as what, when, and whether a source tells it."""

    other: str
    role: Words
    period: str
    told: bool


def kinship(here: Here, ref: str) -> Markup | None:
    """The picture of `ref` among its owners and parts; None where none are known."""
    ties = _Ties(here)
    above, below = ties.above(ref), ties.below(ref)
    if not above and not below:
        return None
    rows: list[Row] = []
    # Owners of owners stand a step to the left, above the one they own.
    tall = any(ties.above(tie.other) for tie in above)
    base = 1 if tall else 0
    seen = {ref}
    for tie in above:
        seen.add(tie.other)
        place = len(rows)
        further = [up for up in ties.above(tie.other) if up.other not in seen]
        own = place + len(further)
        rows += [_row(here, up, base - 1, own, upward=True) for up in further]
        rows.append(_row(here, tie, base, None, upward=True))
    middle = len(rows)
    own_depth = base + (1 if above else 0)
    rows = [
        row
        if row.parent is not None
        else Row(row.name, row.role, row.href, row.depth, middle, row.told, True)
        for row in rows
    ]
    rows.append(Row(here.name(ref), "", "", own_depth, None))
    _descend(here, ties, ref, middle, own_depth + 1, rows, seen, 1)
    return kin(rows, f"{here.t.ownership_graph}: {here.name(ref)}")


def _descend(
    here: Here, ties: _Ties, ref: str, parent: int, depth: int, rows: list[Row], seen: set[str], level: int
) -> None:
    for tie in ties.below(ref):
        if tie.other in seen:
            continue
        seen.add(tie.other)
        rows.append(_row(here, tie, depth, parent))
        if level < _DEEPEST:
            _descend(here, ties, tie.other, len(rows) - 1, depth + 1, rows, seen, level + 1)


def _row(here: Here, tie: _Tie, depth: int, parent: int | None, *, upward: bool = False) -> Row:
    role = here.say(tie.role)
    if tie.period:
        role += f", {tie.period}"
    return Row(
        here.name(tie.other), role, here.to.to(urls.entity(tie.other)), depth, parent, tie.told, upward
    )


class _Ties:
    def __init__(self, here: Here) -> None:
        self._here = here

    def above(self, ref: str) -> list[_Tie]:
        """Who stands above `ref`."""
        return self._found(ref, up=True)

    def below(self, ref: str) -> list[_Tie]:
        """What stands below `ref`."""
        return self._found(ref, up=False)

    def _found(self, ref: str, *, up: bool) -> list[_Tie]:
        library = self._here.library
        found: dict[str, _Tie] = {}
        for claim in library.relations_about.get(ref, ()):
            self._add(found, claim.predicate.rpartition("/")[2], claim.subject, claim.object, ref, up,
                      "" if claim.period.label == "undated" else self._here.period(claim.period.label),
                      told=True)  # fmt: skip
        links = [(name, ref, target) for name, target in library.corpus.entities[ref].links]
        links += [(name, source, ref) for name, source in library.linked_from.get(ref, ())]
        for name, subject, target in links:
            self._add(found, name, subject, target, ref, up, "", told=False)
        return sorted(found.values(), key=lambda tie: (tie.role, self._here.name(tie.other)))

    def _add(
        self, found: dict[str, _Tie], name: str, subject: str, target: str, ref: str, up: bool, period: str,
        *, told: bool,
    ) -> None:  # fmt: skip
        if name not in _ROLES:
            return
        object_above, upper, lower = _ROLES[name]
        top, bottom = (target, subject) if object_above else (subject, target)
        other, own = (top, bottom) if up else (bottom, top)
        bodies = {top.partition("/")[0], bottom.partition("/")[0]} <= _BODIES
        if (
            own == ref
            and other != ref
            and bodies
            and other in self._here.library.entities
            and other not in found
        ):
            found[other] = _Tie(other, upper if up else lower, period, told)
