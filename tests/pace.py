"""CPU seconds that mean the same on slow machines: limits are written for one pace, and measured in it."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable

# What `_reference` takes on the machine that the limits of the tests were written on.
_REFERENCE_SECONDS = 0.016
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TEXT = "Revenue rose 12 percent to $3 billion in 2023. Doanh thu tăng 12%, đạt 3 tỷ USD, hơn 2,7. " * 2_000


def seconds(work: Callable[[], object], below: float, tries: int = 3) -> float:
    """CPU seconds of `work` at the reference pace: the least of some tries, or the first `below` a limit.

    A machine half as fast takes twice as long for the reference work too, measured beside each try that is
    over the limit.  The garbage collector rests meanwhile: it would pass over all that other
    tests of this process hold.
    """
    best = float("inf")
    was_on = gc.isenabled()
    gc.disable()
    try:
        for _ in range(tries):
            before, taken = _cpu(_reference), _cpu(work)
            if taken >= below:
                taken /= max(1.0, max(before, _cpu(_reference)) / _REFERENCE_SECONDS)
            best = min(best, taken)
            if best < below:
                break
    finally:
        if was_on:
            gc.enable()
    return best


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _reference() -> int:
    counts: dict[str, int] = {}
    for found in _WORD.finditer(_TEXT):
        word = found.group().casefold()
        counts[word] = counts.get(word, 0) + len(word)
    return sum(sorted(counts.values()))
