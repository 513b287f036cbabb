"""Every number-like quantity of a running text, by the grammar that reads a given figure.

One pass of a regular expression finds where something like a number begins; what begins there is then read
part by part.  What only looks like a figure (dates, telephone numbers, 5G, Decision 749) is returned too,
under its own form, so that a refusal can name it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.amount import context, ranges
from kg.amount.number import DIGITS
from kg.amount.part import PREFIX, Found, Part, any_of, lower, part_at
from kg.amount.read import MAX_SURFACE, below_zero
from kg.amount.share import shared
from kg.amount.value import Amount, Figure, Form
from kg.amount.wording import WORD_TRIGGERS, is_ordinary
from kg.amount.words import BLANK, LANGUAGES, MONTHS_EN, MULTIPLIERS_VI

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
# "mid-2024" is a year and no code.
_TIME_PREFIXES = frozenset(
    {"mid", "end", "early", "late", "pre", "post", "since", "non", "cuối", "đầu", "giữa"}
)


def find_amounts(text: str, language: str) -> list[Figure]:
    """The figures of `text` (``en`` or ``vi``) in text order; none overlaps another.

    Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no number grammar for language {language!r}")
    scan = _Scan(text, language)
    found = scan.run()
    return shared(found, scan.low)


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
        if part.unit is None and self.low.startswith(" lần đầu", part.end):
            part = part._replace(end=part.end + 4, unit="ratio")  # "gấp 3 lần đầu năm"
        if self.low.startswith("nhân", at):
            words = context.words_before(self.low, at)
            if part.form is Form.DIGITS or (words and words[-1] in _PEOPLE_VI):
                return
        if self._range(part, multiple=True):
            return
        amount = part._replace(unit="ratio").amount()
        # "gấp đôi" is one expression; of "gấp 3 lần" and "gấp ba lần" the last two words say it all.
        whole = not self.low.endswith("lần", part.start, part.end) and (
            part.form is Form.WORD or not part.value or self.low[part.start].isalpha()
        )
        start = at if whole and self.low[at : found.end()].strip() in MULTIPLIERS_VI else part.start
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
        if _is_place(part) and self._is_ranked(part, start):
            # "At number 97 Hai Ba Trung" is an address.
            named = self.text[part.end : part.end + 2].strip()[:1].isupper()
            named = named or low.startswith(" sao", part.end)
            if low[part.end : part.end + 1] not in ("/", "-", "–", "%") and not named:
                self._add(start, part.end, Form.ORDINAL, part.amount())
                return
        if self._is_code(part, number_at) or self._range(part):
            return
        self._single(
            part, doubtful=low.startswith("-", part.end) and low[part.end + 1 : part.end + 2].isalpha()
        )

    def _is_ranked(self, part: Part, start: int) -> bool:
        """Whether the words before a number make it a place in a ranking."""
        before = max(0, start - _RANKED_WITHIN), start
        if _AT_PLACE.search(self.low, *before):
            return True
        return bool(_RANKS.search(self.low, *before) and _NO_THINGS.match(self.low, part.end))

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
        plus = low[at - 1 : at] == "+"
        called = context.PHONE.match(low, at) if low[at] in "018" else None
        if found := called or (context.ABROAD.match(low, at) if plus else None):
            self._add(at - 1 if plus else at, found.end(), Form.PHONE)
            return True
        if found := context.DAY_SLASH_MONTH.match(low, at):
            words = context.words_before(low, at)
            day = int(found[1])
            cued = self.language == "vi" and (words[-1:] and words[-1] in context.DAY_CUES_VI)
            bracketed = self.language == "vi" and low[at - 1 : at] == "(" and low.startswith(")", found.end())
            if cued or bracketed or (day > 12 and found[0] != "24/7"):
                self._add(at, found.end(), Form.DATE)
                return True
        return False

    def _is_code(self, part: Part, number_at: int) -> bool:
        """Whether the digits belong to a code; then it is noted."""
        low, text, end = self.low, self.text, part.end
        if part.prefixed:
            return False
        after = low[end : end + 1]
        if part.unit == "percent" and _ON_YEAR.match(low, end):
            return False  # "25.7%YoY"
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
        if (after == "/" and following[:1].isupper()) or (
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
        if (both := self._of_one_unit(part, end)) is not None:
            self._add(part.start, part.end, Form.DIGITS, part._replace(unit=both.unit).amount(), lent=True)
            self._single(both)
            return
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
        if _RANKED[self.language].search(self.low, max(0, part.start - _RANKED_WITHIN), part.start):
            self._add(part.start, part.end, Form.ORDINAL, part.amount())
        else:
            self._single(part, doubtful=True)
        self._add(end, last, Form.CODE)

    def _of_one_unit(self, part: Part, at: int) -> Part | None:
        """The second of two numbers with a slash and one physical unit: "78.34/69.41 Mbps"."""
        try:
            other = part_at(self.low, at, self.language)
        except ValueError:
            return None
        return other if other is not None and other.unit in _IN_PAIRS and not other.exponent else None

    def _single(self, part: Part, *, doubtful: bool = False) -> None:
        if (of := _POINTS.match(self.low, part.end)) and self._in_points(part):
            part = part._replace(end=of.end(1), unit="percentage_point")
        start, end, form = part.start, part.end, part.form
        if form is Form.DIGITS and ranges.is_year(part):
            form = Form.YEAR
        amount = part.amount()
        if below_zero(self.low, part):
            start, amount = start - 1, replace(amount, value=-amount.value)
        self._add(start, end, form, amount, part, doubtful=doubtful or part.doubtful)

    def _in_points(self, part: Part) -> bool:
        """Whether points behind a bare number are those of a percentage that stands before it."""
        if part.unit is not None or part.exponent:
            return False
        near = (found.figure for found in reversed(self.found[-_POINTS_BACK:]))
        last = next((figure for figure in near if figure.unit == "percent"), None)
        return last is not None and _BESIDE.fullmatch(self.low, last.end, part.start) is not None

    def _range(self, first: Part, *, multiple: bool = False) -> bool:
        """Whether a range begins with `first`; then it is noted."""
        found = ranges.range_at(self.text, self.low, first, self.language, multiple=multiple)
        if found:
            self.found += found
            self.at = found[-1].figure.end
        return bool(found)


# "41 per cent, eleven points more than".
_POINTS = re.compile(
    rf"({BLANK}points?){BLANK}(?:more|less|fewer|higher|lower|above|below|ahead|behind|up|down)(?!\w)"
)
_POINTS_BACK = 3
_BESIDE = re.compile(r"(?:[^.;!?\n]|\.(?=[0-9])){1,90}")


def _is_place(part: Part) -> bool:
    """Whether a part is a bare number that may be a place in a ranking."""
    bare = part.form is Form.DIGITS and part.unit is None and part.exponent == 0
    return bare and 0 < part.value <= _LAST_PLACE and part.value == int(part.value)


_LAST_PLACE = 999
_BY = re.compile(
    rf"(?:gấp|nhân){BLANK}(?:(?:hơn|gần|khoảng|trên|tới|đến|ít{BLANK}nhất|xấp{BLANK}xỉ){BLANK}){{0,2}}"
)
# "Công nhân ba ca" is about workers.
_PEOPLE_VI = frozenset({"công", "cá", "nạn", "bệnh", "doanh", "tư", "nguyên"})
# Before a place among many: "ranked 44/133", "ở vị trí 48/132"; before one that stands alone: "vị trí 44".
_RANKED = {
    "en": re.compile(
        rf"(?<!\w)(?:rank(?:s|ed|ing)?|positioned|positions?|placed|places?){BLANK}(?:(?:at|in){BLANK})?$"
    ),
    "vi": re.compile(rf"(?<!\w)(?:vị{BLANK}trí|xếp|đứng|hạng){BLANK}$"),
}
# Stores that "are expected to number 405" hold no place.
_MOVED = rf"(?:up|down|rose|risen|climbed|moved|jumped|fell|fallen|dropped|slipped){BLANK}(?:to|from)"
_AT_PLACE = re.compile(
    rf"(?:(?:(?<!\w)(?:in|at|to|from|holds?|held|holding|took|takes|becoming)|[,(:]){BLANK}?position|"
    rf"(?<!\w)(?:at|is|was|are|were|ranked|ranks|came|comes|placed|{_MOVED}){BLANK}number|"
    rf"(?<!\w)rank(?:s|ed|ing)?{BLANK}(?:(?:up|down){BLANK})?from(?:{BLANK}[0-9]{{1,3}}{BLANK}to)?|"
    rf"(?<!\w)(?:vị{BLANK}trí(?:{BLANK}[0-9]{{1,3}}{BLANK}(?:lên|xuống))?|hạng"
    rf"|thứ{BLANK}hạng(?:{BLANK}(?:này|ấy|đó|của{BLANK}\w+))?{BLANK}là)){BLANK}$"
)
# "Ranks 5 in Asia", but "ranked 500 firms".
_RANKS = re.compile(rf"(?<!\w)rank(?:s|ed|ing){BLANK}$")
_NO_THINGS = re.compile(
    rf"[,.;)](?![0-9])|$|{BLANK}(?:in|among|on|out|globally|worldwide|overall|for|this|last)(?!\w)"
)
_RANKED_WITHIN = 24
# What is measured in pairs, down and up.
_IN_PAIRS = frozenset(("kbps", "Mbps", "Gbps"))
_ON_YEAR = re.compile(r"(?:yoy|qoq|mom|y/y|q/q)(?!\w)")
_OF_HOW_MANY = re.compile(r"/[0-9]{1,3}(?![\w/])")
