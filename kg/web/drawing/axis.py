"""A number line: how far it goes, where a number lies on it, and which marks it has."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kg.audited import VIETNAMESE
from kg.figurewords import scale, short

# A span of numbers beyond which small ones would lie on the edge.
_LOGARITHMIC = 400
_STEPS = (1, 2, 2.5, 5, 10)
_SIGNS = {"percent": ("%", "%"), "ratio": (" times", " lần"), "rank": ("", ""), "year": ("", "")}
_VND = (" VND", " đồng")
Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Axis:
    """Places from 0 to 100; `ticks` are (place, label), `title` says what the labels count."""

    low: float
    high: float
    logarithmic: bool
    ticks: tuple[tuple[float, str], ...]
    title: str

    def at(self, value: Decimal | float) -> float:
        """The place of a number, kept between the ends."""
        number = float(value)
        low, high = self.low, self.high
        if self.logarithmic:
            low, high, number = math.log(low), math.log(high), math.log(max(number, self.low))
        return round(min(max(100 * (number - low) / (high - low), 0.0), 100.0), 2)


def axis(
    spans: Iterable[tuple[Decimal, Decimal]],
    unit: str,
    names: Words,
    language: str,
    marks: int = 4,
    *,
    calm: bool = True,
    zero: bool = False,
) -> Axis:
    """A line on which all `spans` lie, with about so many marks.

    `unit` is the id of the unit, `names` what it is called.  From 0 where the numbers begin low, or always
    with `zero`; a `calm` line is never so short that numbers that nearly agree seem far apart.
    """
    held = [(float(low), float(high)) for low, high in spans]
    low, high = min(low for low, _ in held), max(high for _, high in held)
    logarithmic = low > 0 and high > _LOGARITHMIC * low and unit != "year"
    if logarithmic:
        start, end = low / 1.6, high * 1.6
        places = _decades(start, end)
    else:
        plain = unit in ("year", "rank")
        start, end = _ends(0.0 if zero and low > 0 and not plain else low, high, calm=calm and not plain)
        places = _marks(start, end, marks)
    local = 0 if language == "en" else 1
    largest = max(abs(start), abs(end)) if not logarithmic else math.sqrt(start * end)
    factor, *scales = scale(Decimal(f"{largest:.6g}"))
    if unit == "year":
        factor, scales = 1, ["", ""]
    labels = []
    for place in places:
        text = f"{place:.0f}" if unit == "year" else f"{round(place / factor, 6):,}".removesuffix(".0")
        labels.append((place, text.translate(VIETNAMESE) if local else text))
    title = " ".join(filter(None, (scales[local], unit_words(unit, names)[local].strip())))
    made = Axis(start, end, logarithmic, (), title)
    return replace(made, ticks=tuple((made.at(place), label) for place, label in labels))


def _ends(low: float, high: float, *, calm: bool) -> tuple[float, float]:
    span = high - low
    if low >= 0 and low <= 0.6 * high:
        return 0.0, high * 1.06 or 1.0
    least = 0.12 * max(abs(low), abs(high)) if calm else 0.0
    room = max(0.12 * span, (least - span) / 2, 0.5 if span == 0 and not calm else 0.0)
    start, end = low - room, high + room
    if low >= 0:
        start = max(start, 0.0)
    return (start, end) if start < end else (start, start + 1.0)


def _marks(low: float, high: float, wanted: int) -> list[float]:
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(s * power for s in _STEPS if s * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]


def _decades(low: float, high: float) -> list[float]:
    powers = [10.0**n for n in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]
    # Long numbers: three of them fit on a phone.
    return powers[:: -(-len(powers) // 3)] if powers else []


def unit_words(unit: str, names: Words) -> Words:
    """What follows a bare number of a unit, with its blank."""
    if unit == "VND":
        return _VND
    if len(unit) == 3 and unit.isupper():
        return f" {unit}", f" {unit}"
    return _SIGNS.get(unit) or (f" {names[0]}", f" {names[1]}")


def between(
    low: Decimal | Fraction | None, high: Decimal | Fraction | None, unit: str, names: Words
) -> Words:
    """An interval in short numbers: ``144.4–159.6 billion USD``, ``more than 50,000 enterprises``."""
    after = unit_words(unit, names)
    if low is None and high is None:
        return "any amount", "bao nhiêu cũng được"
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    if unit == "year":
        years = "–".join(dict.fromkeys(str(int(end)) for end in ends if end is not None))
        return years, years
    factor, en, vi = scale(max(abs(end) for end in ends if end is not None))
    texts = [
        None if end is None else short(end, factor, up=up)
        for end, up in zip(ends, (False, True), strict=True)
    ]
    if texts[1] is None:
        bodies = (f"more than {texts[0]}", f"trên {texts[0]}")
    elif texts[0] is None or (not ends[0] and ends[1]):
        bodies = (f"up to {texts[1]}", f"tới {texts[1]}")
    elif texts[0] == texts[1]:
        bodies = (texts[0], texts[0])
    elif ends[0] is not None and ends[0] < 0:
        bodies = (f"{texts[0]} to {texts[1]}", f"{texts[0]} đến {texts[1]}")
    else:
        bodies = (f"{texts[0]}–{texts[1]}",) * 2
    return (
        f"{bodies[0]}{en and ' ' + en}{after[0]}",
        f"{bodies[1].translate(VIETNAMESE)}{vi and ' ' + vi}{after[1]}",
    )
