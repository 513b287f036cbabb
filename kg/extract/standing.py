"""How a place stands to a figure of its sentence, in words that a learned choice weighs."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from kg.extract.grammar import words
from kg.extract.scene import Scene
from kg.extract.spans import Place

_STEPS: Final = (4, 12, 30, 60, 100, 160)
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+|[(,;:–—-])\s*(?:the\s+|its\s+|các\s+|những\s+)?$", re.I)
_WORD_AFTER: Final = re.compile(r"\s*([^\W\d_]+|[^\w\s])")
# Words beside a name that tell what it does there; others are too rare to learn from.
LITTLE: Final = words(
    """in to from at on across into for with by among between against than like including as of within over
    throughout outside via under behind after and or while but is are was were has have had will would could
    may can said tại ở sang từ vào với cho trên giữa như gồm đến tới bởi do cùng theo ngoài trong của và là mà
    so thị trường nước về mảng lĩnh vực ngành có đạt được sẽ dự đã market markets sector industry
    ( ) , ; : – — - . ' ’ %"""
)


def side_of(figure: Place, place: Place) -> str:
    """Whether a place is before the figure, after it, or around it."""
    return "before" if place[1] <= figure[0] else "after" if place[0] >= figure[1] else "around"


def standing(scene: Scene, figure: Place, place: Place) -> list[str]:
    """Features of where `place` stands: the side, how far, and what lies between."""
    side = side_of(figure, place)
    low, high = (place[1], figure[0]) if side == "before" else (figure[1], max(figure[1], place[0]))
    gap = high - low
    at = bisect_left(_STEPS, gap)
    step = _STEPS[at] if at < len(_STEPS) else 999
    between = sum([low <= f.start and f.end <= high for f in scene.view.figures])
    barriers = min(2, scene.distance.barriers(low, high))
    joints = min(3, scene.distance.joints(low, high))
    return [
        f"side:{side}", f"{side} within:{step}", f"{side} barriers:{barriers}", f"{side} joints:{joints}",
        f"{side} figures:{min(3, between)}", f"{side} apart:{min(2, barriers + between)}",
    ]  # fmt: skip


def beside(text: str, first: int, place: Place) -> tuple[str, str]:
    """The little words right before and right after a place; empty for others.  `first`: where to stop."""
    before = _WORD_BEFORE.search(text[max(first, place[0] - 20) : place[0]])
    after = _WORD_AFTER.match(text, place[1])
    last = before[1].lower() if before else "^"
    following = after[1].lower() if after else ""
    return last if last in LITTLE or last == "^" else "", following if following in LITTLE else ""


def bond(text: str, place: Place, other: Place) -> str:
    """How near a place stands to another, and on which side of it."""
    if place[0] < other[1] and other[0] < place[1]:
        return "in"
    ahead = place[1] <= other[0]
    gap = text[place[1] : other[0]] if ahead else text[other[1] : place[0]]
    size = "1" if len(gap) <= 1 else "14" if len(gap) < 14 else "40" if len(gap) < 40 else "far"
    cut = " cut" if any(sign in gap for sign in ",;:.(") else ""
    return f"{'ahead' if ahead else 'behind'} {size}{cut}"
