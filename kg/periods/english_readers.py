"""Reading the forms of English times: the parts they are made of, and a reader for each."""

from __future__ import annotations

import re

from kg.periods import english_words as en
from kg.periods.form import Edge, Reading, spelled
from kg.periods.mention import Relation, Role
from kg.periods.stamp import (
    AnyStamp,
    Around,
    Between,
    Stamp,
    Weekday,
    YearToDate,
    between,
    first_days,
    first_months,
    last_months,
    months_until,
)

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20,
    "thirty": 30, "couple of": 2,
}  # fmt: skip
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    **{str(n): n for n in range(1, 5)},
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHIFTS = {"this": 0, "current": 0, "last": -1, "next": 1, "coming": 1}
_END = Edge(moment=True)

NUMBER = f"(?:[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b(?:\.(?= ?[0-9]))?)"
)
DAY = "[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9%:]|[.,][0-9])"
WEEKDAY = f"(?:{'|'.join(_WEEKDAYS)})"
UNIT = "(?P<u>year|quarter|month|week|day)"
_COUNTED = "|".join(re.escape(word) for word in sorted(en.COUNTED) if word.isalpha())
# "In November, 2000 people" counts people.
_COMMA_YEAR = rf", (?P<y3><Y>)(?! (?:{_COUNTED})\b)"
_REL = (
    r"(?P<rel>(?:this|last|next|the current) (?:fiscal |financial )?year|the year)"
    r"(?! (?:ago|earlier|before|to)\b)"
)
# The year after a part of it: of 2024, 2024, /2024, '24, of this year.
YEAR_AFTER = (
    "(?: (?:(?:of|in|for) )?(?:the )?(?:year |fiscal year |fy ?)?(?P<y><Y>)|[/’'-](?P<y2><Y>)|"
    f"{_COMMA_YEAR}|,? (?:(?:of|in) )?{_REL})"
)
SHORT_YEAR_AFTER = (
    rf"(?:{YEAR_AFTER}| ?['’]?(?P<yy>[0-9]{{2}})(?![\w%]|[.,/][0-9])|(?: ?[/’'-])? ?(?P<y4><Y>))"
)
POINT = (
    rf"(?:(?:the )?end of )?(?:{MONTH} {DAY}(?:,? <YY>(?!\w))?|{DAY} {MONTH}(?: <YY>(?!\w))?"
    rf"|{MONTH}(?: (?:of )?<YY>(?![\w%]))?"
    r"|(?:q[1-4]|(?:the )?(?:first|second|third|fourth)~quarter)(?:(?: of | |/)<YY>(?![\w%]))?|<YY>(?![\w%]))"
)
_POINTS = tuple(
    re.compile(spelled(f"(?:(?:the )?end of )?{pattern}"))
    for pattern in (
        f"(?P<mon>{MONTH}) (?P<d>{DAY})(?:,? (?P<y><YY>))?",
        f"(?P<d>{DAY}) (?P<mon>{MONTH})(?: (?P<y><YY>))?",
        f"(?P<mon>{MONTH})(?: (?:of )?(?P<y><YY>))?",
        "(?:q(?P<q>[1-4])|(?:the )?(?P<o>first|second|third|fourth)~quarter)(?:(?: of | |/)(?P<y><YY>))?",
        "(?P<y><YY>)",
    )
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[" ".join(text.split())]


def _month(text: str) -> str:
    return f"-{_MONTHS.index(text[:3]) + 1:02d}"


def _day(text: str) -> str:
    return f"-{int(re.sub('[a-z]', '', text)):02d}"


def _year(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Printed year and shift of the tail of a form."""
    groups = match.groupdict()
    for name in ("y", "y2", "y3", "y4"):
        if groups.get(name):
            return int(groups[name]), None
    if groups.get("yy"):
        return 2000 + int(groups["yy"]), None
    said = groups.get("rel")
    if said and not said.startswith("the year"):
        return None, _SHIFTS[said.removeprefix("the ").split()[0]]
    return None, None


def _point(text: str) -> Stamp | None:
    """One end of a range."""
    for pattern in _POINTS:
        if match := pattern.fullmatch(text.strip()):
            groups = match.groupdict()
            year = int(match["y"]) if match["y"] else None
            if groups.get("mon"):
                return Stamp(
                    year, None, _month(match["mon"]) + (_day(groups["d"]) if groups.get("d") else "")
                )
            return Stamp(year, None, f"-Q{match['q'] or _ORDINALS[match['o']]}" if "q" in groups else "")
    return None


def range(match: re.Match[str]) -> Reading | None:
    start, end = _point(match["a"]), _point(match["b"])
    if start is None or end is None:
        return None
    if start.first and start.yearless and not end.first:
        return None  # Q3-2024: one quarter
    plain = not (start.first or end.first)
    if plain and start.year is not None and end.year is not None and start.year >= end.year:
        return None
    named = match["a"][0] in "jfmasondq" and start.first != ""
    return Reading(stamp=between(start, end), role=Role.SPAN, bare=plain, capital=named)


def short_range(match: re.Match[str]) -> Reading | None:
    """2024/25, 2020-25; 2024-11 is a month."""
    first, tail = int(match["y"]), int(match["yy"])
    last = first - first % 100 + tail
    if last > first:
        return Reading(stamp=Between(Stamp(first), Stamp(last)), role=Role.SPAN, bare=True)
    if 1 <= tail <= 12 and match["sep"] == "-":
        return Reading(stamp=Stamp(first, None, f"-{tail:02d}"))
    return None


def iso(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"]), None, f"-{match['m']}-{match['d']}"), role=Role.EVENT)


def numeric(match: re.Match[str]) -> Reading | None:
    """30/11/2024; where day and month cannot be told apart only the year is sure."""
    day, month, year = int(match["a"]), int(match["b"]), int(match["y"])
    if day <= 12 < month:
        day, month = month, day
    if day <= 12 and day != month:
        return Reading(stamp=Stamp(year), role=Role.EVENT, approximate=True)
    return Reading(stamp=Stamp(year, None, f"-{month:02d}-{day:02d}"), role=Role.EVENT)


def date(match: re.Match[str]) -> Reading:
    days = [f"{_month(match['mon'])}{_day(match[group])}" for group in ("d", "d2") if match[group]]
    return Reading(stamp=Stamp(*_year(match), *days), role=Role.EVENT, capital=True)


def month_of(match: re.Match[str]) -> Reading:
    year, shift = _year(match)
    if match.groupdict().get("which") == "this":
        shift = 0
    stamp = Stamp(year, shift, _month(match["mon"]))
    # Both are also names or verbs.
    return Reading(
        stamp=stamp, capital=True, prompted=stamp.yearless and match["mon"] in ("may", "march", "jan")
    )


def whose_month(match: re.Match[str]) -> Reading:
    """March's revenue."""
    return Reading(stamp=Stamp(None, None, _month(match["mon"])), capital=True)


def numeric_month(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"]), None, f"-{int(match['m']):02d}"))


def quarter(match: re.Match[str]) -> Reading:
    year, shift = _year(match)
    if match["o"] == "last":
        if year is None and match["rel"] is None:
            return Reading(stamp=Around("quarter", -1, -1))
        return Reading(stamp=Stamp(year, shift, "-Q4"))
    return Reading(stamp=Stamp(year, shift, f"-Q{_ORDINALS[match['o']]}"))


def half(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(*_year(match), f"-H{_ORDINALS.get(match['o'], 2)}"))


def part(match: re.Match[str]) -> Reading | None:
    """Q3 2024, 1H24."""
    letter, number = match["k"].upper(), match["n"]
    if letter == "H" and number > "2":
        return None
    return Reading(stamp=Stamp(*_year(match), f"-{letter}{number}"), capital=True)


def opening_months(match: re.Match[str]) -> Reading | None:
    size = 3 if match.groupdict().get("u") == "quarter" else 1
    stamp = first_months(_number(match["n"]) * size, *_year(match))
    return Reading(stamp=stamp) if stamp else None


def closing_months(match: re.Match[str]) -> Reading | None:
    stamp = last_months(_number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def months_to(match: re.Match[str]) -> Reading | None:
    unit = match.groupdict().get("u")
    count = {"quarter": 3, "half": 6, "year": 12}[unit] if unit else _number(match["n"])
    stamp = months_until(count, int(_month(match["mon"])[1:]), *_year(match))
    return Reading(stamp=stamp, role=Role.SPAN) if stamp else None


def past(match: re.Match[str]) -> Reading:
    count = _number(match["n"] or "one")
    return Reading(stamp=Around(match["u"], -count, 0), role=Role.SPAN, approximate=True)


def years_to(match: re.Match[str]) -> Reading:
    """The five years to 2024; the five years from 2020 to 2024."""
    last = int(match["b"])
    if match["a"]:
        return Reading(stamp=Between(Stamp(int(match["a"])), Stamp(last)), role=Role.SPAN)
    first = last - _number(match["n"])
    return Reading(stamp=Between(Stamp(first), Stamp(last)), role=Role.SPAN, approximate=True)


def coming(match: re.Match[str]) -> Reading:
    return Reading(stamp=Around(match["u"], 0, _number(match["n"])), role=Role.SPAN, approximate=True)


def _before_unit(unit: str) -> Relation:
    known = {"year": Relation.YEAR_BEFORE, "quarter": Relation.QUARTER_BEFORE, "month": Relation.MONTH_BEFORE}
    return known.get(unit, Relation.PERIOD_BEFORE)


def ago(match: re.Match[str]) -> Reading | None:
    count, unit = (1 if match["n"] in ("a", "an") else _number(match["n"])), match["u"]
    if match["when"] == "ago" and not (unit == "year" and count == 1):
        return Reading(stamp=Around(unit, -count, -count), role=Role.EVENT, approximate=True)
    if unit == "month" and count % 12 == 0:
        unit, count = "year", count // 12
    if unit != "year" and count > 1:
        return None
    return Reading(role=Role.BASE, relation=_before_unit(unit), count=count)


def before(match: re.Match[str]) -> Reading:
    """The previous year, the month before: leans on the time of the sentence."""
    return Reading(role=Role.BASE, relation=_before_unit(match["u"]))


def relative(match: re.Match[str]) -> Reading:
    shift = _SHIFTS[match["which"]]
    return Reading(stamp=Around(match["u"], shift, shift))


def year_of(match: re.Match[str]) -> Reading:
    """The full year: that of the time spoken of, or else of the publication."""
    return Reading(stamp=Stamp(None, 0), relation=Relation.YEAR_OF, leaning=True)


_ENDS = {"quarter": Relation.QUARTER_END, "month": Relation.MONTH_END}


def the_unit(match: re.Match[str]) -> Reading:
    """The end of the quarter: of the one spoken of, unless it lies ahead; that of the year is this year's."""
    return Reading(stamp=Around(match["u"], 0, 0), relation=_ENDS.get(match["u"]), edged=True)


def the_period(match: re.Match[str]) -> Reading:
    """The end of the period, or of the half: of the one spoken of."""
    return Reading(relation=Relation.QUARTER_END, edged=True)


def same_period(match: re.Match[str]) -> Reading:
    if match["y"]:
        return Reading(role=Role.BASE, relation=Relation.SAME_IN_YEAR, count=int(match["y"]))
    if match["last"]:
        return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)
    return Reading(relation=Relation.SAME)


def on_unit(match: re.Match[str]) -> Reading:
    said = match[0]
    unit = "year" if "y" in said else "quarter" if "q" in said else "month"
    return Reading(role=Role.BASE, relation=_before_unit(unit))


def fiscal(match: re.Match[str]) -> Reading | None:
    year = int(match["y"]) if match["y"] else 2000 + int(match["yy"])
    stamp: AnyStamp = Stamp(year)
    if match["to"]:
        last = int(match["to"])
        stamp = Between(Stamp(year), Stamp(last if last > 99 else year - year % 100 + last))
    return Reading(stamp=stamp, approximate=True, fiscal=True)


def this_fiscal(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(None, 0), approximate=True, fiscal=True)


def year_end(match: re.Match[str]) -> Reading:
    year = int(match["y"]) if match["y"] else None
    return Reading(stamp=Stamp(year, None if year else 0), edge=_END)


def to_date(match: re.Match[str]) -> Reading:
    return Reading(stamp=YearToDate(), role=Role.SPAN)


def year_until(match: re.Match[str]) -> Reading | None:
    """From the start of the year to March 15, or to mid-February: then the months that have begun."""
    month, day = int(_month(match["mon"] or match["mon2"])[1:]), match["day"] or match["day2"]
    stamp = first_days(month, int(_day(day)[1:])) if day else first_months(month)
    return Reading(stamp=stamp, role=Role.SPAN) if stamp else None


def today(match: re.Match[str]) -> Reading:
    shift = {"yesterday": -1, "tomorrow": 1}[match[0]]
    return Reading(stamp=Around("day", shift, shift), role=Role.EVENT)


def weekday(match: re.Match[str]) -> Reading:
    """On Monday: the last one."""
    stamp = Weekday(_WEEKDAYS.index(match["wd"]), _SHIFTS[match["which"] or "this"])
    return Reading(stamp=stamp, role=Role.EVENT, capital=True)


def bare_year(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), bare=True)


def rate(match: re.Match[str]) -> Reading:
    return Reading(role=Role.PER)
