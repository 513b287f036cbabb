"""Places in a text: what overlaps."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.spans import overlaps, overlaps_ordered


class _Thing(NamedTuple):
    start: int
    end: int


@given(
    st.lists(st.integers(1, 6), max_size=12).map(lambda steps: list(accumulate(steps))),
    st.integers(0, 40),
    st.integers(1, 9),
)
def test_things_in_order_overlap_as_any_things_do(edges: list[int], start: int, length: int) -> None:
    things = [_Thing(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    assert overlaps_ordered(things, start, start + length) == overlaps(things, start, start + length)
