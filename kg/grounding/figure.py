"""What a figure says by itself and by the words beside it: value, sign, unit, hedge, metric, status."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from decimal import Decimal

from kg.amount import Amount, Figure, Form
from kg.candidate import Cue, FigureCandidate
from kg.catalogue import ALSO_COUNTED, COUNTED, THINGS
from kg.grounding.conventions import (
    ABOUT,
    ABOUT_REACH,
    ABROAD,
    ABROAD_OF,
    AN_INDEX,
    COUNTRY,
    FOREIGN_INVESTMENT,
    INCREASE_OF,
    MEASURED_IN,
    NAMED_BY,
    OF_PEOPLE,
    ONE_OF_FIRST,
    PART_OF,
    PER_PEOPLE,
    PLACES_MOVED,
    PLAIN,
    PLAIN_RATIOS,
    POINTS_MOVED,
    SAID_BESIDE,
    SIZE_OF,
    WITH_SAID,
    YEARLY,
    also_named,
    has_dimension,
    may_fall,
)
from kg.grounding.curated import Curated
from kg.grounding.reasons import Ungrounded
from kg.grounding.sight import Place, Sight
from kg.hedges import ChangeKind, change_at, hedge_at
from kg.lexicon import Term
from kg.lists import ClaimKind, Hedge, Status, UnitFamily
from kg.periods import Role
from kg.tokens import tokens

_GROWN_BY = frozenset((UnitFamily.PERCENTAGE_POINT, UnitFamily.RANK, UnitFamily.SCORE))
_PERCENT = frozenset((UnitFamily.PERCENT, UnitFamily.PERCENTAGE_POINT))
# Units that a figure prints; no word beside it gives them.
_PRINTED = frozenset((UnitFamily.CURRENCY, UnitFamily.MULTIPLE, UnitFamily.PHYSICAL)) | _PERCENT
_KINDS: dict[str, frozenset[ClaimKind]] = {
    UnitFamily.CURRENCY: frozenset((ClaimKind.LEVEL, ClaimKind.GROWTH)),
    UnitFamily.COUNT: frozenset((ClaimKind.COUNT, ClaimKind.LEVEL, ClaimKind.GROWTH)),
    UnitFamily.PERCENT: frozenset((ClaimKind.GROWTH, ClaimKind.SHARE, ClaimKind.RATIO, ClaimKind.LEVEL)),
    UnitFamily.PERCENTAGE_POINT: frozenset((ClaimKind.GROWTH, ClaimKind.SHARE)),
    UnitFamily.TIME: frozenset((ClaimKind.DATE, ClaimKind.DURATION)),
    UnitFamily.MULTIPLE: frozenset((ClaimKind.MULTIPLE, ClaimKind.RATIO, ClaimKind.GROWTH)),
    UnitFamily.RATE: frozenset((ClaimKind.RATIO, ClaimKind.LEVEL)),
    UnitFamily.RANK: frozenset((ClaimKind.RANK, ClaimKind.GROWTH)),
    UnitFamily.PHYSICAL: frozenset((ClaimKind.LEVEL, ClaimKind.COUNT, ClaimKind.GROWTH)),
    UnitFamily.SCORE: frozenset((ClaimKind.LEVEL, ClaimKind.COUNT, ClaimKind.GROWTH)),
}
# Between a number and the noun that it counts: "27,600 Vietnamese information technology companies".
_COUNT_REACH = 90
# What parts a number from what it counts; the point of "from 12.1 to 9.6 million customers" does not.
_BREAK = re.compile(r"[;:\n]|\.(?!\d)")
# How far before a bare number the figure may stand whose unit it has.
_AGAIN_WITHIN = 250
# Between the figure and "one of the first".
_NEAR = 30
# Between the members of a list; between "3,200" and what it is a part of, "4,000 services".
_BETWEEN = frozenset(
    (",", "and", ", and", "or", "và", ", và", "hoặc", "to", "đến",
     "of", "of the", "of its", "of their", "out of", "trên", "trong số")
)  # fmt: skip
# Metrics that a figure may have without a word for what it measures.
_GENERAL = frozenset(("growth_rate", "multiple", "regional_rank", "share", "world_rank"))
# "Half of revenue" is no share of what is earned abroad.
_ABROAD = frozenset(ABROAD_OF.values())
# What the words for them are said of.
_EARNED = frozenset(ABROAD_OF)
_METRIC_ROLES = frozenset(("noun", "verb", "after", "counted"))
_UNIT_OF_FAMILY: dict[str, str] = {
    UnitFamily.RATE: "per_1000_persons", UnitFamily.RANK: "rank", UnitFamily.SCORE: "points",
}  # fmt: skip


def check_figure(
    sight: Sight, curated: Curated, c: FigureCandidate, no_claim: Callable[[Figure], str] | None
) -> None:
    """Raises Ungrounded unless the figure, and all that is said of it alone, stands in the text."""
    figure = _whole(sight, c)
    _refuse_no_claims(sight, curated, c, figure, no_claim)
    amount = _amount(sight, c, figure)
    _check_unit(sight, curated, c, figure, amount)
    _check_value(sight, curated, c, figure, amount)
    _check_hedge(sight, c, amount)
    _check_metric(sight, curated, c, figure)
    _check_status(sight, c)


def _cues(c: FigureCandidate, role: str) -> list[Cue]:
    return [cue for cue in c.cues if cue.role == role]


def _whole(sight: Sight, c: FigureCandidate) -> Figure:
    """The figure of the text at the candidate's place, all of it."""
    figure = sight.figure_at(c.start, c.end)
    if figure is None:
        raise Ungrounded("no-figure", repr(c.surface))
    if (figure.start, figure.end) != (c.start, c.end):
        raise Ungrounded("cut", f"{c.surface!r}, where {figure.surface!r} stands")
    return figure


def _refuse_no_claims(
    sight: Sight,
    curated: Curated,
    c: FigureCandidate,
    figure: Figure,
    no_claim: Callable[[Figure], str] | None,
) -> None:
    if not figure.form.is_quantity:
        raise Ungrounded("no-claim", f"{c.surface!r} is a {figure.form}")
    is_year = UnitFamily.TIME in curated.families.get(f"unit/{c.unit}", frozenset())
    if figure.form is Form.YEAR and not is_year:
        raise Ungrounded("no-claim", f"{c.surface!r} is a year")
    for time in sight.times_over(c.start, c.end):
        if time.role is not Role.PER and not (is_year and time.role is not Role.BASE):
            raise Ungrounded("no-claim", f"{time.text!r} says when")
    for name in sight.mentions_over(c.start, c.end):
        if name.start < c.start or name.end > c.end:
            raise Ungrounded("no-claim", f"part of the name {name.text!r}")
    why = no_claim(figure) if no_claim else ""
    if why:
        raise Ungrounded("no-claim", why)


def _amount(sight: Sight, c: FigureCandidate, figure: Figure) -> Amount:
    if figure.amount is None:
        raise Ungrounded("no-figure", f"{c.surface!r} can be read in more than one way")
    return figure.amount


def _check_value(sight: Sight, curated: Curated, c: FigureCandidate, figure: Figure, amount: Amount) -> None:
    printed = (amount.value, amount.value_max)
    fallen = (-amount.value, None) if amount.value_max is None else (-amount.value_max, -amount.value)
    stated = (c.value, c.value_max)
    if stated not in (printed, fallen):
        raise Ungrounded("value", f"{c.surface!r} prints {_shown(printed)}, not {_shown(stated)}")
    families = curated.families.get(f"unit/{c.unit}", frozenset())
    low, high = sight.sentence(c.start)
    change = change_at(sight.text, c.start, c.end, low, high, sight.document.language)
    falls = change.sign < 0
    if change.kind is ChangeKind.CHANGE:
        falls = falls and may_fall(families, fraction=figure.form is Form.FRACTION)
    if stated == printed and stated != fallen and falls and amount.value > 0:
        raise Ungrounded("sign", f"{sight.text[change.start : change.end]!r} makes it a decline")
    if stated == fallen and stated != printed:
        if not falls:
            raise Ungrounded("sign", "no words of falling beside the figure")
        if not any(q.start < change.end and change.start < q.end for q in _cues(c, "change")):
            raise Ungrounded("sign", "the words of falling are not pointed to")


def _shown(values: tuple[Decimal, Decimal | None]) -> str:
    return "–".join(str(value) for value in values if value is not None)


def _check_unit(sight: Sight, curated: Curated, c: FigureCandidate, figure: Figure, amount: Amount) -> None:
    if c.unit is not None and f"unit/{c.unit}" not in curated.entities:
        raise Ungrounded("unknown-id", f"unit/{c.unit}")
    printed = figure.unit
    if printed is not None:
        points = printed == "percent" and c.unit == "percentage_point" and _is_difference(sight, c, amount)
        if c.unit != printed and not points:
            raise Ungrounded("unit", f"{c.surface!r} prints {printed}, not {c.unit}")
    elif figure.form is Form.YEAR:
        if c.unit != "year":
            raise Ungrounded("unit", f"{c.surface!r} is a year, not {c.unit}")
    elif c.unit is not None and not _is_given(sight, curated, c):
        raise Ungrounded("unit", f"no words give {c.unit}")
    elif c.unit is None and any(term.unit for cue in _cues(c, "unit") for term in _terms(sight, cue)):
        raise Ungrounded("unit", "its words give one")
    families = curated.families.get(f"unit/{c.unit}") or curated.families.get(f"metric/{c.metric}")
    # What has neither unit nor metric is a plain number.
    kinds = [_KINDS.get(family, frozenset(ClaimKind)) for family in families or (UnitFamily.COUNT,)]
    if not any(c.quantity in possible for possible in kinds):
        raise Ungrounded("kind", f"{c.quantity} in {c.unit}")


def _is_given(sight: Sight, curated: Curated, c: FigureCandidate) -> bool:
    """Whether words give the unit of a figure that prints none."""
    return (
        _per_people(sight, c)
        or (c.unit == "rank" and _is_one_of_first(sight, c))
        or _moved(sight, c)
        or _counted(sight, c)
        or _carried(sight, c)
        or _again(sight, c)
        or _implied(sight, curated, c)
    )


def _moved(sight: Sight, c: FigureCandidate) -> bool:
    """Whether the figure says by how many places or points something moved."""
    by = {"rank": PLACES_MOVED, "points": POINTS_MOVED}.get(c.unit or "")
    return c.quantity is ClaimKind.GROWTH and by is not None and by.match(sight.text, c.end) is not None


def _per_people(sight: Sight, c: FigureCandidate) -> bool:
    """Whether words beside the figure say of how many people it tells: "per 1,000 people"."""
    said = PER_PEOPLE.get(c.unit or "")
    if said is None:
        return False
    low, high = sight.sentence(c.start)
    if OF_PEOPLE[c.unit or ""].search(sight.text, max(low, c.start - _COUNT_REACH), c.start):
        return True
    return said.search(sight.text, c.end, min(high, c.end + _COUNT_REACH)) is not None


def _is_difference(sight: Sight, c: FigureCandidate, amount: Amount) -> bool:
    """Whether two percentages of the sentence lie just so far apart: then "percent" says points."""
    low, high = sight.sentence(c.start)
    others = [
        f.amount.value
        for f in sight.figures_in(low, high)
        if f.start != c.start and f.amount is not None and f.unit == "percent"
    ]
    return any(abs(a - b) == amount.value for a in others for b in others)


def _terms(sight: Sight, cue: Cue) -> list[Term]:
    return sight.terms_at(cue.start, cue.end)


def _counted(sight: Sight, c: FigureCandidate) -> bool:
    """Whether a `unit` cue right after the figure counts in that unit."""
    for cue in _cues(c, "unit"):
        between = sight.text[c.end : cue.start]
        if cue.start < c.end or len(between) > _COUNT_REACH or _BREAK.search(between):
            continue
        if sight.figures_in(c.end, cue.start) and not _listed(sight, c, cue):
            continue
        if any(term.unit == c.unit for term in _terms(sight, cue)):
            return True
    return False


def _carried(sight: Sight, c: FigureCandidate) -> bool:
    """Whether a `unit` cue at a figure before it gives the unit: "310 robots, compared with 95"."""
    for cue in _cues(c, "unit"):
        before = sight.figures_in(max(0, cue.start - _COUNT_REACH), cue.start)
        if cue.end > c.start or not before:
            continue
        at_figure = sight.text[before[-1].end : cue.start]
        if _BREAK.search(at_figure):
            continue
        if any(term.unit == c.unit for term in _terms(sight, cue)):
            return True
    return False


def _again(sight: Sight, c: FigureCandidate) -> bool:
    """Whether a `unit` cue is a figure shortly before that prints the unit: "181 Mbps, in Hue 63"."""
    low = sight.text.rfind("\n", 0, c.start) + 1
    for cue in _cues(c, "unit"):
        figure = sight.figure_at(cue.start, cue.end)
        if figure is None or not low <= cue.start < c.start <= cue.end + _AGAIN_WITHIN:
            continue
        if (figure.start, figure.end) == (cue.start, cue.end) and figure.unit == c.unit:
            return True
    return False


def _is_one_of_first(sight: Sight, c: FigureCandidate) -> bool:
    """Whether words beside the figure make it a place at most: "among the 40 leading economies"."""
    first = [q for q in _cues(c, "hedge") if ONE_OF_FIRST[sight.document.language].match(q.text)]
    near = any(q.start < c.end and c.start - q.end < _NEAR and q.end - c.start < _NEAR for q in first)
    return near and c.hedge is Hedge.AT_MOST and c.unit == "rank"


def _listed(sight: Sight, c: FigureCandidate, cue: Cue) -> bool:
    """Whether only further members of a list stand between, "3, 4 and 5 countries", or the whole of it."""
    at = c.end
    for figure in sight.figures_in(c.end, cue.start):
        if sight.text[at : figure.start].strip() not in _BETWEEN:
            return False
        at = figure.end
    return True


def _implied(sight: Sight, curated: Curated, c: FigureCandidate) -> bool:
    """Whether the words that name the metric give the unit of a bare number."""
    families = curated.families.get(f"metric/{c.metric}", frozenset())
    shared = families & curated.families.get(f"unit/{c.unit}", frozenset())
    if not shared or (shared & _PRINTED and c.metric not in PLAIN_RATIOS):
        return False
    if _cues(c, "metric") and THINGS.get(c.metric or "") == c.unit:
        return True  # whatever names the metric says what it counts
    expected = next((_UNIT_OF_FAMILY[f] for f in families if f in _UNIT_OF_FAMILY), None)
    for cue in _cues(c, "metric"):
        for term in _terms(sight, cue):
            if not term.ref and term.role == "counted" and term.unit == c.unit:
                return True  # "48,000 people", then "it had 52,000"
            if term.ref == c.metric and term.unit in (None, c.unit):
                if term.unit is not None or expected in (None, c.unit):
                    return True
            elif expected == c.unit and curated.families.get(f"metric/{term.ref}") == families:
                return True  # a score of one index is in points like that of any other
    return False


def _check_hedge(sight: Sight, c: FigureCandidate, amount: Amount) -> None:
    if (c.hedge is Hedge.RANGE) != (amount.value_max is not None):
        raise Ungrounded("hedge", f"{c.surface!r} is {'a' if amount.value_max is not None else 'no'} range")
    pointed = _cues(c, "hedge")
    if amount.value_max is not None:
        return
    low, high = sight.sentence(c.start)
    found = hedge_at(sight.text, c.start, c.end, sight.document.language, low, high)
    if found is None:
        if _is_one_of_first(sight, c):
            return
        if c.hedge is not Hedge.EXACT or pointed:
            raise Ungrounded("hedge", f"no words beside the figure say {c.hedge}")
        return
    words = sight.text[found.start : found.end]
    if c.hedge is not found.hedge:
        raise Ungrounded("hedge", f"{words!r} says {found.hedge}, not {c.hedge}")
    if not any(cue.start < found.end and found.start < cue.end for cue in pointed):
        raise Ungrounded("hedge", f"{words!r} is not pointed to")


def _check_metric(sight: Sight, curated: Curated, c: FigureCandidate, figure: Figure) -> None:
    pointed = _cues(c, "metric")
    if c.metric is None:
        if pointed:
            raise Ungrounded("metric", f"{pointed[0].text!r} without a metric")
        return
    ref = f"metric/{c.metric}"
    if ref not in curated.entities:
        raise Ungrounded("unknown-id", ref)
    units = curated.families.get(f"unit/{c.unit}", frozenset())
    families = curated.families[ref]
    # "A third of revenue" is a share that is printed as a fraction.
    fraction = figure.form is Form.FRACTION and UnitFamily.PERCENT in families
    # A share grows by percentage points, a place by places and a score by points.
    points = (
        not units.isdisjoint(_GROWN_BY) and UnitFamily.PERCENT in families and c.quantity is ClaimKind.GROWTH
    )
    # A sum whose currency is printed nowhere has no unit.
    unprinted = c.unit is None and UnitFamily.CURRENCY in families
    if (
        not units & families
        and not (fraction and UnitFamily.MULTIPLE in units)
        and not unprinted
        and not points
    ) or not has_dimension(c.metric, c.unit):
        raise Ungrounded("family", f"{c.metric} in {c.unit}")
    if c.metric in _GENERAL or (UnitFamily.RANK in units and _is_about(sight, curated, ref, c)):
        return
    low, high = sight.sentence(c.start)
    if not pointed and _is_said(sight, c, c.metric):
        return
    if UnitFamily.RANK in units and c.metric == "market_rank" and not AN_INDEX.search(sight.text, low, high):
        return
    if c.metric in NAMED_BY and any(NAMED_BY[c.metric].search(cue.text) for cue in pointed):
        return
    by_unit = _per_people(sight, c)
    if not pointed:
        # "50,000 companies" names no metric but what it counts; "tripled" and "44th" say it themselves.
        counted = bool(_cues(c, "unit")) and UnitFamily.COUNT in units
        measured = MEASURED_IN.get(c.unit or "") == c.metric or by_unit
        if not counted and not measured and not _is_of_size(sight, curated, ref, c):
            raise Ungrounded("metric", "no words are pointed to")
        return
    fitting = _fitting(sight, curated, c, ref)
    named = [t for cue in pointed for t in _terms(sight, cue) if t.role in _METRIC_ROLES]
    # "People" names no metric of its own: what it counts is what people are counted for.
    exactly = {t.ref or COUNTED.get(t.unit or "", "") for t in named}
    if c.metric not in PART_OF.values():
        exactly |= {ALSO_COUNTED.get(t.unit or "", "") for t in named}
    exactly.discard("")
    # Words that the lexicon does not know may still be in the metric's own name.
    by_name = not exactly and any(_shares_a_word(curated, ref, cue) for cue in pointed)
    named_so = exactly & fitting and (c.metric in exactly or _says_where(sight, curated, c))
    # "79% came from customers abroad": of revenue, as the line said.
    by_place = c.metric in _ABROAD and _speaks_of(sight, c, _EARNED) and _says_where(sight, curated, c)
    if not named_so and not by_name and not by_unit and not by_place:
        raise Ungrounded("metric", f"{pointed[0].text!r} does not name {c.metric}")


def _is_of_size(sight: Sight, curated: Curated, ref: str, c: FigureCandidate) -> bool:
    """Whether a metric is the size of its subject by convention, or how much that grew by words of change."""
    sizes = SIZE_OF.get(c.subject_id or "", ())
    if c.metric in sizes:
        return True
    if curated.parts[ref].isdisjoint(sizes) or not ref.endswith("_growth"):
        return False
    change = change_at(sight.text, c.start, c.end, *sight.sentence(c.start), sight.document.language)
    return change.kind is ChangeKind.CHANGE


def _fitting(sight: Sight, curated: Curated, c: FigureCandidate, ref: str) -> set[str]:
    """The metrics by whose words this one may be named: itself, what it is a part of, some by house rules."""
    fitting = {ref.partition("/")[2], *curated.parts[ref]}
    fitting |= {word for metric in tuple(fitting) for word in also_named(metric, c.subject_id)}
    if c.subject_id == FOREIGN_INVESTMENT and {"registered_capital", "disbursed_capital"} & fitting:
        fitting.add("investment_capital")
    if curated.parts[ref] and _speaks_of(sight, c, curated.parts[ref]):
        # "The growth rate" is that of what the line speaks of.
        fitting |= {"growth_rate", "annual_growth_rate"} if ref.endswith("_growth") else set()
    fitting |= {base for base, increase in INCREASE_OF.items() if increase == c.metric}
    fitting |= {
        word for metric in tuple(fitting) for word in WITH_SAID.get(metric, ()) if _is_said(sight, c, metric)
    }
    for about, called, subjects in ABOUT:
        told = c.metric in called.values() and (subjects is None or c.subject_id in subjects)
        if told and about.search(sight.text, *_around(sight, c)):
            fitting |= {word for word, named in called.items() if named in fitting}
    if c.metric in SIZE_OF.get(c.subject_id or "", ()):
        fitting.add("market_size")
    if any(_is_abroad(sight, curated, cue) for cue in (*_cues(c, "metric"), *_cues(c, "market"))):
        fitting |= {base for base, abroad in ABROAD_OF.items() if abroad in fitting}
    if c.metric == "global_share":
        fitting.add("share")
    return fitting


def _around(sight: Sight, c: FigureCandidate) -> Place:
    """What stands before a figure, and its sentence."""
    return max(0, c.start - ABOUT_REACH), sight.sentence(c.start)[1]


def _is_said(sight: Sight, c: FigureCandidate, metric: str) -> bool:
    """Whether words beside the figure, or before it what it is about, say what needs no word of its own."""
    if metric not in SAID_BESIDE:
        return False
    where = sight.sentence(c.start) if metric in YEARLY else _around(sight, c)
    return SAID_BESIDE[metric].search(sight.text, *where) is not None


def _says_where(sight: Sight, curated: Curated, c: FigureCandidate) -> bool:
    """Whether words say abroad of what is earned there: "half of revenue" alone is no overseas share."""
    places = (*_cues(c, "metric"), *_cues(c, "market"))
    return c.metric not in _ABROAD or any(_is_abroad(sight, curated, cue) for cue in places)


def _is_abroad(sight: Sight, curated: Curated, cue: Cue) -> bool:
    if ABROAD[sight.document.language].search(cue.text):
        return True
    return any(
        ref != COUNTRY and ref.partition("/")[0] in ("country", "market")
        for mention in sight.mention_at(cue.start, cue.end)
        for ref in mention.refs
    )


def _speaks_of(sight: Sight, c: FigureCandidate, metrics: Container[str]) -> bool:
    """Whether the line up to the figure names one of `metrics`."""
    low = sight.text.rfind("\n", 0, c.start) + 1
    return any(term.ref in metrics for term in sight.terms_between(low, c.start))


def _is_about(sight: Sight, curated: Curated, ref: str, c: FigureCandidate) -> bool:
    """Whether the line up to the figure speaks of what the metric ranks."""
    low = sight.text.rfind("\n", 0, c.start) + 1
    return _shares_a_word(curated, ref, Cue("metric", sight.text[low : c.start], low, c.start))


def _shares_a_word(curated: Curated, ref: str, cue: Cue) -> bool:
    """Whether the words of `cue` and a name of the metric have a word in common that says something."""
    entity = curated.entities[ref]
    names = " ".join((entity.en, entity.vi, *(name for name, _ in entity.names)))
    own = {token.key for token in tokens(names)} - PLAIN
    return any(len(token.key) > 3 and token.key in own for token in tokens(cue.text))


def _check_status(sight: Sight, c: FigureCandidate) -> None:
    pointed = _cues(c, "status")
    if not pointed:
        published, end = sight.document.published, c.period.end
        ahead = published is not None and end is not None and end.year > int(published[:4])
        low, high = sight.sentence(c.start)
        beside = {term.ref for term in sight.terms_between(low, high) if term.role == "status"}
        fits = (ahead and c.status is Status.FORECAST) or c.status in beside
        if c.status is not Status.ACTUAL and not fits:
            raise Ungrounded("status", f"{c.status} without words")
        return
    named = {
        term.ref for cue in pointed for term in sight.terms_over(cue.start, cue.end) if term.role == "status"
    }
    # What lies ahead is no estimate of what was; other words of the future tell of a plan.
    if named & {Status.ESTIMATE, Status.PROVISIONAL} or not named:
        named |= {Status.FORECAST} if named else {Status.FORECAST, Status.TARGET}
    if c.status not in named:
        raise Ungrounded("status", f"{pointed[0].text!r} says {', '.join(sorted(named))}")
