"""How English articles write times."""

from __future__ import annotations

import re

from kg.periods.form import Edge, Grammar, Reading, compiled, spelled
from kg.periods.mention import Relation, Role
from kg.periods.stamp import AnyStamp, Around, Between, Stamp, YearToDate, between, first_months, last_months

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"],
        1,
    )
} | {"a": 1, "an": 1, "couple of": 2}  # fmt: skip
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_LAST_ONES = {"final": 4, "last": 4}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SHIFTS = {"this": 0, "current": 0, "last": -1, "next": 1, "coming": 1}

_N = f"(?:[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True)[:-2])})"
_M = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b(?:\.(?= ?[0-9]))?)"
)
_D = "[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9%:]|[.,][0-9])"
_REL = "(?P<rel>(?:this|last|next|the current) (?:fiscal |financial )?year|the year)"
# The year after a part of it: of 2024, 2024, /2024, '24, of this year.
_TAIL = f"(?:(?:,? (?:(?:of|in|for) )?(?:the )?(?:year |fiscal year |fy ?)?|[/-]|['’])(?P<y><Y>)|,? (?:(?:of|in) )?{_REL}(?! (?:ago|earlier|before|to))\\b)"
_SHORT_TAIL = f"(?:{_TAIL}| ?['’]?(?P<yy>[0-9]{{2}})(?![\\w%]|[.,/][0-9])| ?(?P<y2><Y>)| ?/ ?(?P<y3><Y>))"
_U = "(?P<u>year|quarter|month|week|day)"
_POINT = (
    f"(?:(?:the )?end of )?(?:{_M} {_D}(?:,? <YY>(?!\\w))?|{_D} {_M}(?: <YY>(?!\\w))?|{_M}(?:,? (?:of )?<YY>(?![\\w%]))?"
    "|(?:q[1-4]|(?:the )?(?:first|second|third|fourth)~quarter)(?:(?: of | |/)<YY>(?![\\w%]))?|<YY>(?![\\w%]))"
)
_POINTS = tuple(
    re.compile(spelled(pattern))
    for pattern in (
        f"(?:(?:the )?end of )?(?P<mon>{_M}) (?P<d>{_D})(?:,? (?P<y><YY>))?",
        f"(?:(?:the )?end of )?(?P<d>{_D}) (?P<mon>{_M})(?: (?P<y><YY>))?",
        f"(?:(?:the )?end of )?(?P<mon>{_M})(?:,? (?:of )?(?P<y><YY>))?",
        "(?:(?:the )?end of )?(?:q(?P<q>[1-4])|(?:the )?(?P<o>first|second|third|fourth)~quarter)(?:(?: of | |/)(?P<y><YY>))?",
        "(?:(?:the )?end of )?(?P<y><YY>)",
    )
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[" ".join(text.split())]


def _month(text: str) -> str:
    return f"-{_MONTHS.index(text[:3]) + 1:02d}"


def _day(text: str) -> str:
    return f"-{int(re.sub(r'[a-z]', '', text)):02d}"


def _year(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Printed year and shift of the tail of a form."""
    groups = match.groupdict()
    for name in ("y", "y2", "y3"):
        if groups.get(name):
            return int(groups[name]), None
    if groups.get("yy"):
        return 2000 + int(groups["yy"]), None
    if (words := groups.get("rel")) and not words.startswith("the year"):
        return None, _SHIFTS[words.removeprefix("the ").split()[0]]
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
            if "q" in groups:
                return Stamp(year, None, f"-Q{match['q'] or _ORDINALS[match['o']]}")
            return Stamp(year)
    return None


def _range(match: re.Match[str]) -> Reading | None:
    start, end = _point(match["a"]), _point(match["b"])
    if start is None or end is None:
        return None
    plain = not (start.first or end.first)
    if plain and start.year is not None and end.year is not None and start.year >= end.year:
        return None
    capital = match["a"][0] in "jfmasond" and start.yearless
    return Reading(stamp=between(start, end), role=Role.SPAN, bare=plain, capital=capital)


def _short_range(match: re.Match[str]) -> Reading | None:
    """2024/25, 2020-25; 2024-11 is a month."""
    first, tail = int(match["y"]), int(match["yy"])
    last = first - first % 100 + tail
    if last > first:
        return Reading(stamp=Between(Stamp(first), Stamp(last)), role=Role.SPAN, bare=True)
    return (
        Reading(stamp=Stamp(first, None, f"-{tail:02d}")) if 1 <= tail <= 12 and match["sep"] == "-" else None
    )


def _iso(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"]), None, f"-{match['m']}-{match['d']}"), role=Role.EVENT)


def _numeric(match: re.Match[str]) -> Reading | None:
    """30/11/2024; where day and month cannot be told apart only the year is sure."""
    day, month, year = int(match["a"]), int(match["b"]), int(match["y"])
    if day <= 12 < month:
        day, month = month, day
    if day <= 12 and day != month:
        return Reading(stamp=Stamp(year), role=Role.EVENT, approximate=True)
    return Reading(stamp=Stamp(year, None, f"-{month:02d}-{day:02d}"), role=Role.EVENT)


def _date(match: re.Match[str]) -> Reading | None:
    groups = match.groupdict()
    if groups.get("d2"):
        first, last = (f"{_month(match['mon'])}{_day(match[d])}" for d in ("d", "d2"))
        return Reading(stamp=Stamp(*_year(match), first, last), role=Role.EVENT, capital=True)
    first = _month(match["mon"]) + _day(match["d"])
    return Reading(stamp=Stamp(*_year(match), first), role=Role.EVENT, capital=True)


def _month_of(match: re.Match[str]) -> Reading:
    year, shift = _year(match)
    if which := match.groupdict().get("which"):
        shift = 0 if which == "this" else None
    stamp = Stamp(year, shift, _month(match["mon"]))
    return Reading(stamp=stamp, capital=True, needs_cue=stamp.yearless and match["mon"] in ("may", "march"))


def _numeric_month(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"]), None, f"-{int(match['m']):02d}"))


def _quarter(match: re.Match[str]) -> Reading | None:
    name = match["o"]
    year, shift = _year(match)
    if name == "last" and year is None and shift is None and match["rel"] is None:
        return Reading(stamp=Around("quarter", -1, -1))
    number = _ORDINALS.get(name) or _LAST_ONES[name]
    return Reading(stamp=Stamp(year, shift, f"-Q{number}"))


def _half(match: re.Match[str]) -> Reading:
    number = _ORDINALS.get(match["o"], 2)
    return Reading(stamp=Stamp(*_year(match), f"-H{number}"))


def _part(match: re.Match[str]) -> Reading:
    """Q3 2024, 1H24."""
    letter = match["k"].upper()
    return Reading(stamp=Stamp(*_year(match), f"-{letter}{match['n']}"), capital=True)


def _first_months(match: re.Match[str]) -> Reading | None:
    size = 3 if match.groupdict().get("u") == "quarter" else 1
    stamp = first_months(_number(match["n"]) * size, *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _last_months(match: re.Match[str]) -> Reading | None:
    stamp = last_months(_number(match["n"]), *_year(match))
    return Reading(stamp=stamp) if stamp else None


def _past(match: re.Match[str]) -> Reading:
    count = _number(match["n"] or "one")
    return Reading(stamp=Around(match["u"], -count, 0), role=Role.SPAN, approximate=True)


def _coming(match: re.Match[str]) -> Reading:
    return Reading(stamp=Around(match["u"], 0, _number(match["n"])), role=Role.SPAN, approximate=True)


def _ago(match: re.Match[str]) -> Reading:
    count = _number(match["n"])
    if match["u"] == "year" and count == 1:
        return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)
    if match["when"] == "ago":
        return Reading(stamp=Around(match["u"], -count, -count), role=Role.EVENT, approximate=True)
    if match["u"] == "year":
        return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE, count=count)
    return Reading(role=Role.BASE, relation=Relation.PERIOD_BEFORE)


def _relative(match: re.Match[str]) -> Reading:
    shift = _SHIFTS[match["which"]]
    return Reading(stamp=Around(match["u"], shift, shift))


def _the_unit(match: re.Match[str]) -> Reading:
    """The end of the year: the time is told by the word before it alone."""
    return Reading(stamp=Around(match["u"], 0, 0), needs_edge=True)


def _before(match: re.Match[str]) -> Reading:
    """The previous year, the month before: leans on the time of the sentence."""
    relation = Relation.YEAR_BEFORE if match["u"] == "year" else Relation.PERIOD_BEFORE
    return Reading(role=Role.BASE, relation=relation)


def _same_period(match: re.Match[str]) -> Reading:
    if match["y"]:
        return Reading(role=Role.BASE, relation=Relation.SAME_IN_YEAR, count=int(match["y"]))
    if match["last"]:
        return Reading(role=Role.BASE, relation=Relation.YEAR_BEFORE)
    return Reading(relation=Relation.SAME)


def _on_year(match: re.Match[str]) -> Reading:
    relation = Relation.YEAR_BEFORE if match[0][0] in "ya" or "year" in match[0] else Relation.PERIOD_BEFORE
    return Reading(role=Role.BASE, relation=relation)


def _fiscal(match: re.Match[str]) -> Reading:
    year = int(match["y"]) if match["y"] else 2000 + int(match["yy"])
    stamp: AnyStamp = Stamp(year)
    if match["to"]:
        last = int(match["to"])
        stamp = Between(Stamp(year), Stamp(last if last > 99 else year - year % 100 + last))
    return Reading(stamp=stamp, approximate=True)


def _year_end(match: re.Match[str]) -> Reading:
    year = int(match["y"]) if match["y"] else None
    return Reading(stamp=Stamp(year, None if year else 0), moment=True)


def _to_date(match: re.Match[str]) -> Reading:
    return Reading(stamp=YearToDate(), role=Role.SPAN)


def _bare_year(match: re.Match[str]) -> Reading:
    return Reading(stamp=Stamp(int(match["y"])), bare=True)


def _rate(match: re.Match[str]) -> Reading:
    return Reading(role=Role.PER)


_LAST_YEAR = "(?:last year|the previous year|the year before|the prior year|(?:a|one) year (?:earlier|ago|before)|the year~earlier)"
_FORMS, _MASTER = compiled(
    [
        ("(?<![0-9][./-])(?P<y><YY>)-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", _iso),
        ("(?<![0-9][./-])(?P<a>[0-9]{1,2})[./-](?P<b>[0-9]{1,2})[./-](?P<y><YY>)(?![\\w/])", _numeric),
        (
            "(?:the )?(?:same|corresponding) (?:period|time|month|quarter|timeframe|half)"
            f"(?:,? (?:(?:of|in|a) )?(?:(?:the )?(?:year )?(?P<y><Y>)|(?P<last>{_LAST_YEAR}|year (?:earlier|ago|before))))?",
            _same_period,
        ),
        (
            "(?:year~(?:on|over|to)~year|y~?o~?y|y/y|on~year)\\b(?! to)",
            _on_year,
        ),
        ("(?:(?:month|quarter)~(?:on|over)~(?:month|quarter)|m-o-m|mom|q-?o-?q|m/m|q/q)\\b", _on_year),
        ("(?P<n>(?:[0-9]{1,2}|" + "|".join(_NUMBERS) + f")) {_U}s? (?P<when>ago|earlier|before|previously)\\b", _ago),
        (f"(?:the|a) {_U}~(?:earlier|ago)(?: period| level| figure)?", _before),
        (f"the {_U} (?:before|prior|earlier)\\b", _before),
        (f"(?:the |its |their )?(?:previous|preceding|prior) {_U}\\b(?:'s|’s)?", _before),
        (f"(?:the )?(?:last|final) (?P<n>{_N}) months{_TAIL}", _last_months),
        (
            f"(?:(?:the|its|their) )?(?:past|last|previous|recent|latest) (?:(?P<n>{_N}) )(?:full |consecutive |straight )?{_U}s\\b",
            _past,
        ),
        (f"the past (?P<n>){_U}\\b", _past),
        (f"(?:(?:the|its) )?(?:next|coming|following) (?P<n>{_N}) {_U}s\\b", _coming),
        (f"(?:(?:the|its) )?(?:first|opening|initial) (?P<n>{_N}) (?:months|(?P<u>quarter)s){_TAIL}?", _first_months),
        (f"(?P<n>{_N})~months?(?:~period)?{_TAIL}", _first_months),
        (f"(?P<n>{_N})~month (?=revenues?\\b|profits?\\b|sales\\b|turnover\\b|exports\\b|total\\b|earnings\\b)", _first_months),
        ("(?P<n>[0-9]{1,2})m(?: ?|/|-)(?:(?P<y><Y>)|(?P<yy>[0-9]{2})(?!\\w))", _first_months),
        (f"(?:(?:the|its) )?(?P<o>first|1st|second|2nd|last|latter)~half(?:~year)?(?:{_TAIL}|(?! of (?!{_LAST_YEAR})))", _half),
        (f"(?:(?:the|its) )?(?P<o>first|1st|second|2nd|third|3rd|fourth|4th|final|last)~quarter\\b{_TAIL}?", _quarter),
        (f"(?P<k>[hq])(?P<n>[1-4])(?:{_SHORT_TAIL}|(?![\\w-]))", _part),
        (f"(?P<n>[1-4])(?P<k>[hq]){_SHORT_TAIL}", _part),
        (f"between (?P<a>{_POINT}) and (?P<b>{_POINT})(?![.,/-][0-9])", _range),
        (
            f"(?:from )?(?P<a>{_POINT})(?: (?:to|until|till|through|up to) |<->)(?:the )?(?P<b>{_POINT})(?![.,/][0-9])",
            _range,
        ),
        (f"(?P<mon>{_M}) (?P<d>{_D})(?:<->(?P<d2>{_D}))?(?! (?:million|billion|percent|per cent)\\b){_TAIL}?", _date),
        (f"(?:the )?(?P<d>{_D})(?:<->(?P<d2>{_D}))? (?:of )?(?P<mon>{_M}){_TAIL}?", _date),
        (f"(?P<mon>{_M}){_SHORT_TAIL}", _month_of),
        (f"(?:(?P<which>this|last|next) )?(?P<mon>{_M})", _month_of),
        ("(?<![0-9][./-])(?P<m>0?[1-9]|1[0-2])/(?P<y><Y>)", _numeric_month),
        (
            "(?:(?:the )?(?:fiscal|financial)(?: year)? |fy ?[-'’]?)(?:(?P<y><YY>)|(?P<yy>[0-9]{2}))(?:[/–-](?P<to>[0-9]{4}|[0-9]{2}))?(?!\\w)",
            _fiscal,
        ),
        ("(?:the )?year~end\\b(?: (?P<y><Y>))?", _year_end),
        (
            "(?:so far this year|(?:the )?year~to~date|since the (?:start|beginning) of (?:the|this) year|ytd)\\b",
            _to_date,
        ),
        (f"(?P<which>this|last|next) {_U}\\b", _relative),
        (f"the (?P<which>current|coming) {_U}\\b", _relative),
        (f"the {_U}\\b", _the_unit),
        ("(?<![0-9$€£¥#][.,/:-])(?<![$€£¥#])(?P<y><YY>)(?P<sep>[/–-])(?P<yy>[0-9]{2})(?![\\w%]|[./-][0-9])", _short_range),
        ("(?<![0-9$€£¥#][.,/:-])(?<![$€£¥#])(?P<y><Y>)", _bare_year),
        (
            "(?:(?:per|each|every) (?:year|annum|quarter|month|week|day)|a (?:year|quarter|month|week|day)|annually"
            "|yearly|monthly|quarterly|weekly|daily|p\\.a\\.)(?!\\w)(?! (?:ago|earlier|later|before|after|of|old|on)\\b)(?!-)",
            _rate,
        ),
        ("/(?:year|quarter|month|week|day)(?!\\w)", _rate),
    ]
)  # fmt: skip

_CHANGE_WORDS = (
    "increase|increased|increases|rise|rises|rose|risen|growth|grew|grown|up|down|fall|fell|drop|dropped|decline"
    "|declined|decrease|decreased|change|changed|higher|lower|jump|jumped|surge|surged|gain|improvement|improved"
    "|doubled|tripled|compared|slipped|expanded|double|triple|twofold"
)
GRAMMAR = Grammar(
    forms=_FORMS,
    master=_MASTER,
    cues={
        **dict.fromkeys(("as of", "as at", "until", "up until", "till", "up to", "through"), Role.AS_OF),
        **dict.fromkeys(("by", "before", "towards", "toward", "vision to", "strategy to", "plan to",
                         "roadmap to", "orientation to", "not later than", "no later than"), Role.BY),
        **dict.fromkeys(("since", "ever since", "starting from", "starting in", "beginning in", "dating from",
                         "as from", "effective from"), Role.SINCE),
        **dict.fromkeys(
            ("compared with", "compared to", "in comparison with", "in comparison to", "comparing with",
             "versus", "vs", "vs.", "against", "than", "than in", "relative to", "compared with that of",
             "compared to that of", "than that of", "compared with those of", "from that of", "from the level of",
             "up from", "down from", "higher than", "lower than", "as against"),
            Role.BASE,
        ),
    },
    change_cues={"from": Role.SINCE, "over": Role.WITHIN, "on": Role.WITHIN},
    fillers=frozenset({"the", "year", "years", "period", "calendar", "in", "of", "month", "date", "levels",
                       "full", "whole", "at", "that", "late", "just"}),
    edges={
        "end of": Edge(moment=True), "end of the": Edge(moment=True), "end": Edge(moment=True),
        "end-": Edge(moment=True), "close of": Edge(moment=True), "late": Edge(), "early": Edge(),
        "mid": Edge(), "mid-": Edge(), "late-": Edge(), "early-": Edge(), "middle of": Edge(),
        "start of": Edge(start=True), "beginning of": Edge(start=True), "ending": Edge(moment=True),
        "beginning of the": Edge(start=True), "start of the": Edge(start=True),
    },
    change=re.compile(rf"%|\bpoints?\b|\bper ?cent\b|\bfold\b|\btimes\b|\b(?:{_CHANGE_WORDS})\b"),
    future=re.compile(
        r"\b(?:will|would|expect(?:s|ed)?|project(?:s|ed)|plan(?:s|ned)?|target(?:s|ed|ing)?|aim(?:s|ed|ing)?"
        r"|goals?|forecast(?:s|ed)?|hopes?|scheduled|slated|set to|due|likely|upcoming|strives?|could)\b"
    ),
    past=re.compile(
        r"\b(?:had|has|have|was|were|reached|stood|totall?ed|exceeded|surpassed|recorded|hit|attracted|earned"
        r"|accounted|posted|registered|grew|rose|fell)\b"
    ),
    listing=re.compile(r"\brespectively\b"),
    each_of=re.compile(r"(?:\byears|\beach year|\beach of|\bevery year)(?: (?:from|in|of|between))?\s*$"),
    joint=re.compile(r"\s{0,3}(?:,|,?\s{1,3}(?:and|or)|&)\s{1,3}(?:in\s{1,3})?"),
    decision=re.compile(
        r"\b(?:decision|resolution|decree|directive|circular|dispatch|law|ordinance|plan|conclusion)"
        r"(?:\s+no\.?)?\s+\S{1,24}(?:,?\s+(?:issued\s+on|issued|dated|of|on|signed\s+on))?\s*$"
    ),
    beginning=re.compile(
        r"\b(?:founded|established|launched|set up|formed|incorporated|opened|born|created|introduced|inaugurated)"
        r"(?:\s+\w{1,12})?\s+in\s*$"
    ),
    plain=frozenset(
        ["in", "by", "since", "from", "until", "till", "before", "after", "during", "throughout", "over", "for", "of", "on", "to", "and", "or", "the", "a", "as", "at", "with", "than", "compared", "against", "between", "through", "around", "about", "early", "late", "mid", "end", "while", "but", "when", "also", "this", "that", "its", "year", "years", "both", "only", "total", "versus", "within"]
    ),
    counted=frozenset(
        ["people", "employees", "workers", "staff", "engineers", "companies", "firms", "enterprises", "businesses", "units", "students", "users", "customers", "subscribers", "stations", "projects", "servers", "jobs", "experts", "times", "million", "billion", "thousand", "trillion", "percent", "per", "dollars", "usd", "vnd", "mw", "kw", "gwh", "hectares", "ha", "km", "sq", "square", "metres", "meters", "vehicles", "cars", "shops", "stores", "homes", "families", "households", "schools", "startups", "start-ups", "patents", "deals", "rooms", "seats", "racks", "shares", "tonnes", "tons", "km2", "m2", "products", "participants", "delegates", "guests", "investors", "points", "persons", "gb", "tb", "mb", "mbps", "hours", "days", "months", "years"]
    ),
    no_rate=frozenset(
        ["for", "in", "within", "over", "after", "than", "only", "just", "is", "was", "about", "half", "nearly", "almost", "such", "as", "quite", "be", "took", "takes", "during", "through", "once", "being", "of"]
    ),
)  # fmt: skip
