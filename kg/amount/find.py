"""Every number-like quantity of a running text, by the grammar that reads a given figure.

One pass of a regular expression finds where something like a number begins; what begins there is then read
part by part.  What only looks like a figure (dates, telephone numbers, 5G, Decision 749) is returned too,
under its own form, so that a refusal can name it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.amount import context
from kg.amount.number import DIGITS
from kg.amount.part import PREFIX, Part, any_of, lower, part_at
from kg.amount.read import MAX_SURFACE, RANGE_SIGN, range_of
from kg.amount.share import shared
from kg.amount.value import Amount, Figure, Form
from kg.amount.wording import WORD_TRIGGERS, is_ordinary
from kg.amount.words import BLANK, LANGUAGES, MONTHS_EN

_DIGIT = r"(?P<digit>[0-9])"
_TRIGGER = {
    language: re.compile(
        rf"(?<!\w)(?:(?P<word>{WORD_TRIGGERS[language]})(?!\w)|(?P<money>(?:{PREFIX}){BLANK}{{0,2}}(?=[0-9]))"
        rf"|(?P<url>https?://|www\.)|(?P<foreign>[^\W\d_]{{1,3}}\$(?={BLANK}?[0-9]))"
        rf"|(?P<month>{any_of(MONTHS_EN)})\.?{BLANK}(?=[0-9])"
        rf"|(?P<code>[^\W\d_]{{1,24}}[-–]?(?=[0-9]))|{_DIGIT})"
    )
    for language in LANGUAGES
}
_BLOB = re.compile(DIGITS)
_YEAR_LOW, _YEAR_HIGH = 1900, 2100
# "mid-2024" is a year and no code.
_TIME_PREFIXES = frozenset(
    {"mid", "end", "early", "late", "pre", "post", "since", "non", "cuối", "đầu", "giữa"}
)
_CHANGE = re.compile(
    r"(?<!\w)(?:rose|rise|rises|rising|risen|grew|grow|grows|grown|growing|increas\w{0,3}|climb\w{0,3}|jump\w{0,3}"
    r"|surg\w{0,3}|expand\w{0,3}|soar\w{0,3}|up|rais\w{0,3}|lift\w{0,3}|improv\w{0,3}|fell|fall\w{0,4}|drop\w{0,4}"
    r"|declin\w{0,3}|down|cut|reduc\w{0,3}|shr[aiu]nk\w{0,3}|slow\w{0,3}|move[ds]?|went|tăng|giảm|nâng|hạ|vươn)(?!\w)"
)
_FROM = {"en": re.compile(r"from(?: \w+)?$"), "vi": re.compile(r"từ(?: \w+)?$")}
_BETWEEN = {"en": re.compile(r"between(?: \w+)?$"), "vi": re.compile(r"giữa(?: \w+)?$")}
_CLAUSE = re.compile(r"[.;:!?\n]\s")
_LOOK_BACK = 60


def find_amounts(text: str, language: str) -> list[Figure]:
    """The figures of `text` (``en`` or ``vi``) in text order; none overlaps another.

    Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no number grammar for language {language!r}")
    scan = _Scan(text, language)
    found = scan.run()
    return shared(found, scan.low)


class Found(NamedTuple):
    """A figure, and the part that it was read from when it is one part."""

    figure: Figure
    part: Part | None = None


class _Scan:
    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.low = lower(text)
        self.found: list[Found] = []
        self.at = 0

    def run(self) -> list[Found]:
        """All figures in order; `self.at` is where the next may begin."""
        for match in _TRIGGER[self.language].finditer(self.low):
            if match.start() < self.at:
                continue
            match match.lastgroup:
                case "digit":
                    self._digits(match.start(), match.start())
                case "money":
                    self._digits(match.start(), match.end())
                case "word":
                    self._word(match.start())
                case "month":
                    self._month(match.start(), match.end())
                case "code":
                    self._glued(match.start(), match.end(), match["code"])
                case "foreign":
                    blob = _BLOB.search(self.low, match.end())
                    self._add(match.start(), blob.end() if blob else match.end(), Form.UNREADABLE)
                case _:
                    url = context.URL.match(self.low, match.start())
                    self.at = url.end() if url else match.end()
        return self.found

    def _add(
        self,
        start: int,
        end: int,
        form: Form,
        amount: Amount | None = None,
        part: Part | None = None,
        *,
        lent: bool = False,
        doubtful: bool = False,
    ) -> None:
        figure = Figure(start, end, self.text[start:end], amount, form, lent, doubtful)
        self.found.append(Found(figure, part))
        self.at = end

    def _glued(self, start: int, end: int, letters: str) -> None:
        """Digits right after letters: a code, unless the letters say when."""
        if letters[-1] in "-–" and letters[:-1] in _TIME_PREFIXES:
            self._digits(end, end)
            return
        tail = context.CODE_TAIL.match(self.low, end)
        self._add(start, tail.end() if tail else end, Form.CODE)

    def _month(self, start: int, end: int) -> None:
        date = context.MONTH_DAY.match(self.low, start)
        if date and self.text[start].isupper():
            self._add(start, date.end(), Form.DATE)
        else:
            self._digits(end, end)

    def _word(self, at: int) -> None:
        low, language = self.low, self.language
        if language == "vi" and low.startswith(("gấp", "nhân"), at):
            self._multiple(at)
            return
        part = part_at(low, at, language)
        if part is None:
            return
        form = is_ordinary(part, self.text, low, language)
        if form is None:
            if part.form is not Form.ORDINAL and self._range(part):
                return
            self._single(part, doubtful=low.startswith("-", part.end))
            if part.form is Form.ORDINAL and (of := _OF_HOW_MANY.match(low, part.end)):
                self._add(part.end + 1, of.end(), Form.CODE)
        elif form is not Form.WORD:
            self._add(part.start, part.end, form)

    def _multiple(self, at: int) -> None:
        """What follows "gấp": its surface leaves the word out, so the unit is lent by it."""
        found = _BY.match(self.low, at)
        if found is None:
            return
        try:
            part = part_at(self.low, found.end(), self.language)
        except ValueError:
            return
        if part is None or part.unit not in (None, "ratio") or part.exponent:
            return
        if self.low.startswith("nhân", at):
            words = context.words_before(self.low, at)
            if part.form is Form.DIGITS or (words and words[-1] in _PEOPLE_VI):
                return
        if self._range(part, multiple=True):
            return
        amount = part._replace(unit="ratio").amount()
        # "gấp đôi" is one expression; of "gấp 3 lần" the last two words say it all.
        whole = part.form is Form.WORD or not part.value or self.low[part.start].isalpha()
        start = at if whole and found.end() - at == len("gấp ") else part.start
        lent = part.unit is None and start != at
        self._add(start, part.end, Form.MULTIPLE, amount, lent=lent, doubtful=part.doubtful)

    def _digits(self, start: int, number_at: int) -> None:
        low = self.low
        if start == number_at and self._date(start):
            return
        try:
            part = part_at(low, start, self.language)
        except ValueError:
            part = None
        if part is None or part.end - start > MAX_SURFACE:
            self._unreadable(start, number_at)
            return
        if self._is_code(part, number_at) or self._range(part):
            return
        self._single(
            part, doubtful=low.startswith("-", part.end) and low[part.end + 1 : part.end + 2].isalpha()
        )

    def _unreadable(self, start: int, number_at: int) -> None:
        blob = _BLOB.match(self.low, number_at)
        end = blob.end() if blob else number_at + 1
        if tail := context.CODE_TAIL.match(self.low, end):
            self._add(start, tail.end(), Form.CODE)
        else:
            self._add(start, end, Form.UNREADABLE)

    def _date(self, at: int) -> bool:
        low = self.low
        for pattern, form in ((context.DATE[self.language], Form.DATE), (context.TIME, Form.TIME)):
            if found := pattern.match(low, at):
                self._add(at, found.end(), form)
                return True
        if low[at] in "018" and (found := context.PHONE.match(low, at)):
            start = at - 1 if low[at - 1 : at] == "+" else at
            self._add(start, found.end(), Form.PHONE)
            return True
        if found := context.DAY_SLASH_MONTH.match(low, at):
            words = context.words_before(low, at)
            day, month = int(found[1]), int(found[2])
            cued = self.language == "vi" and (words[-1:] and words[-1] in context.DAY_CUES_VI)
            bracketed = self.language == "vi" and low[at - 1 : at] == "(" and low.startswith(")", found.end())
            if cued or bracketed or (day >= month and day > 12):
                self._add(at, found.end(), Form.DATE)
                return True
        return False

    def _is_code(self, part: Part, number_at: int) -> bool:
        """Whether the digits belong to a code; then it is noted."""
        low, text, end = self.low, self.text, part.end
        if part.prefixed:
            return False
        after = low[end : end + 1]
        if after.isalnum() or after == "_":
            tail = context.CODE_TAIL.match(low, end)
            self._add(number_at, tail.end() if tail else end, Form.CODE)
            return True
        printed = text[part.start : end]
        if printed in ("4K", "8K", "2K"):
            self._add(part.start, end, Form.CODE)
            return True
        if part.unit is not None or part.exponent or part.form is not Form.DIGITS:
            return False
        following = text[end + 1 : end + 3]
        if after == "/" and following[:1].isupper() or (
            after == "-" and following[:1].isupper() and (following[1:].isupper() or following[1:] == "/")
        ):  # fmt: skip
            tail = context.SLASH_TAIL.match(low, end)
            self._add(part.start, tail.end() if tail else end, Form.CODE)
            return True
        if after == "/" and following[:1].isdigit():
            self._slashed(part)
            return True
        if printed.endswith(".0") and len(printed) == 3 and self._letter_before(part.start):
            self._add(part.start, end, Form.CODE)
            return True
        form = context.label(low, part.start, self.language, printed)
        if form is not None:
            self._add(part.start, end, form)
        return form is not None

    def _letter_before(self, at: int) -> bool:
        words = context.words_before(self.low, at)
        return bool(words) and words[-1][-1].isalpha()

    def _slashed(self, part: Part) -> None:
        """Two numbers with a slash that make no fraction: "24/7" is a code, "44/133" a rank among many."""
        end = part.end + 1
        other = _BLOB.match(self.low, end)
        assert other is not None, "a digit follows the slash"
        tail = context.SLASH_TAIL.match(self.low, end)
        last = max(other.end(), tail.end() if tail else 0)
        plain = (
            last == other.end()
            and part.value <= 999
            and other[0].isdigit()
            and int(other[0][:9]) > part.value
        )
        if not plain:
            self._add(part.start, last, Form.CODE)
            return
        self._single(part, doubtful=True)
        self._add(end, last, Form.CODE)

    def _single(self, part: Part, *, doubtful: bool = False) -> None:
        start, end, form = part.start, part.end, part.form
        if form is Form.DIGITS and _is_year(part):
            form = Form.YEAR
        self._add(start, end, form, part.amount(), part, doubtful=doubtful or part.doubtful)

    def _range(self, first: Part, *, multiple: bool = False) -> bool:
        """Whether a range begins with `first`; then it is noted."""
        low = self.low
        sign = RANGE_SIGN.match(low, first.end)
        if sign is None or sign.end() - sign.start() > 12:
            return False
        word = sign[0].strip()
        dash = not word[0].isalpha()
        try:
            last = part_at(low, sign.end(), self.language)
        except ValueError:
            return False
        if last is None or (dash and last.form not in (Form.DIGITS, Form.MULTIPLE)):
            return False
        if first.unit and not first.prefixed and last.unit is None:
            return False
        if word in _OR and not _is_next(first, last):
            return False
        if last.form in (Form.ORDINAL, Form.FRACTION) or first.form in (Form.ORDINAL, Form.FRACTION):
            return False
        if low[last.end : last.end + 1].isalnum() or last.end - first.start > MAX_SURFACE:
            return False
        years = _is_year(first), _is_year(last)
        spaced = sign[0] != word
        if dash and not spaced and self._chain(first, last):
            return True
        if years[0] != years[1] and (spaced or not dash):
            return False
        before = low[max(0, first.start - _LOOK_BACK) : first.start].rstrip()
        if word in ("and", "và") and not _BETWEEN[self.language].search(before[-_LOOK_BACK // 2 :]):
            return False
        levels = (
            not dash
            and _FROM[self.language].search(before[-_LOOK_BACK // 2 :])
            and self._levels(before, first, last)
        )
        if multiple:
            first, last = first._replace(unit="ratio"), last._replace(unit=last.unit or "ratio")
        surface = self.text[first.start : last.end]
        if levels:
            return self._two(first, last)
        try:
            amount = range_of(first, last, surface)
        except ValueError:
            return self._no_range(first, last, dash=dash and not spaced)
        form = Form.YEAR_RANGE if all(years) else Form.RANGE
        lent = multiple and not self.low.startswith("lần", last.end - 3)
        self._add(first.start, last.end, form, amount, lent=lent, doubtful=first.doubtful or last.doubtful)
        return True

    def _levels(self, before: str, first: Part, last: Part) -> bool:
        """Whether "from A to B" names two levels: after a verb of change, or each with a unit of its own."""
        clause = _CLAUSE.split(before)[-1]
        if _CHANGE.search(clause):
            return not (_is_year(first) and _is_year(last))
        return (
            self.language == "en"
            and first.unit is not None
            and last.unit is not None
            and "rang" not in clause
        )

    def _two(self, first: Part, last: Part) -> bool:
        """Two levels; the first may leave its unit to the second."""
        bare = first.unit is None and first.exponent == 0 and not _is_year(first)
        if bare and (last.unit is not None or last.exponent) and first.value < 1000:
            lent = first._replace(unit=last.unit, exponent=last.exponent)
            self._add(first.start, first.end, first.form, lent.amount(), None, lent=True, doubtful=True)
        else:
            self._single(first)
        return True

    def _no_range(self, first: Part, last: Part, *, dash: bool) -> bool:
        if not dash:
            return False
        year = int(first.value) if _is_year(first) else 0
        short = self.text[last.start : last.end]
        if (
            year
            and len(short) == 2
            and short.isdigit()
            and int(short) == (year + int(short) - year % 100) % 100
        ):
            self._add(first.start, last.end, Form.YEAR_RANGE)
        else:
            self._add(first.start, last.end, Form.UNREADABLE)
        return True

    def _chain(self, first: Part, last: Part) -> bool:
        """Three numbers with hyphens are a code."""
        if self.low[last.end : last.end + 1] == "-" and self.low[last.end + 1 : last.end + 2].isdigit():
            tail = context.CODE_TAIL.match(self.low, first.start)
            self._add(first.start, max(last.end, tail.end() if tail else 0), Form.CODE)
            return True
        return False


_BY = re.compile(
    rf"(?:gấp|nhân){BLANK}(?:(?:hơn|gần|khoảng|trên|tới|đến|ít{BLANK}nhất|xấp{BLANK}xỉ){BLANK}){{0,2}}"
)
_OR = frozenset({"or", "hay", "hoặc"})
# "Công nhân ba ca" is about workers.
_PEOPLE_VI = frozenset({"công", "cá", "nạn", "bệnh", "doanh", "tư", "nguyên"})
_OF_HOW_MANY = re.compile(r"/[0-9]{1,3}(?![\w/])")


def _is_next(first: Part, last: Part) -> bool:
    """Whether two bare numbers follow each other: "six or seven" is a range, "2 or 8" is not."""
    return last.value == first.value + 1 and first.form is last.form and first.exponent == 0


def _is_year(part: Part) -> bool:
    return (
        part.form is Form.DIGITS
        and part.unit is None
        and part.exponent == 0
        and part.end - part.start == 4
        and _YEAR_LOW <= part.value <= _YEAR_HIGH
    )
