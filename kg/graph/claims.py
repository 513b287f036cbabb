"""One article's named graph: the article, its claims, their evidence and their attributions.

Each claim, evidence, selector and attribution names its article, so that the named graph can be rebuilt from
a format that has none.  The lines of a claim are one template filled in: this is where a build spends its
time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kg.claim import Article, Attribution, Evidence, FigureClaim, RelationClaim
from kg.corpus import Predicate, figure_label, relation_label
from kg.entity import Entity
from kg.graph import terms as t
from kg.graph.lines import LABEL, A
from kg.graph.terms import known, vt
from kg.interval import Interval
from kg.lists import EvidenceLevel
from kg.literals import Period
from kg.namespaces import ID, article_graph

_FIGURE, _RELATION, _EVIDENCE = vt("FigureClaim"), vt("RelationClaim"), vt("Evidence")
_ARTICLE, _EVIDENCE_OF, _LEVEL, _SLOT = vt("article"), vt("evidence"), vt("evidenceLevel"), vt("slot")
_SUBJECT, _METRIC, _KIND, _VALUE, _UNIT = vt("subject"), vt("metric"), vt("kind"), vt("value"), vt("unit")
_VALUE_MAX, _SURFACE, _HEDGE, _STATUS = vt("valueMax"), vt("surface"), vt("hedge"), vt("status")
_START, _END, _PERIOD_LABEL = vt("periodStart"), vt("periodEnd"), vt("periodLabel")
_CREDITED, _INHERITED = vt("attributedTo"), vt("attributionInherited")
_ATTRIBUTION, _POSITION, _CUE = vt("Attribution"), vt("position"), vt("cue")
_AGENT, _QUALIFIED = known("prov", "agent"), known("prov", "qualifiedAttribution")
_POSITION_SELECTOR, _QUOTE_SELECTOR = known("oa", "TextPositionSelector"), known("oa", "TextQuoteSelector")
_SOURCE, _SELECTOR = known("oa", "hasSource"), known("oa", "hasSelector")
_OA_START, _OA_END = known("oa", "start"), known("oa", "end")
_EXACT, _PREFIX, _SUFFIX = known("oa", "exact"), known("oa", "prefix"), known("oa", "suffix")
_ENDS = (
    ((vt("lower"), vt("lowerOpen")), (vt("upper"), vt("upperOpen"))),
    ((vt("lowerHard"), vt("lowerHardOpen")), (vt("upperHard"), vt("upperHardOpen"))),
)


def article_lines(
    article: Article,
    figures: Iterable[FigureClaim],
    relations: Iterable[RelationClaim],
    entities: Mapping[str, Entity],
    predicates: Mapping[str, Predicate],
) -> Iterator[str]:
    """The article's graph as N-Quads, in pieces of text of one subject or a few."""
    graph = f"<{article_graph(article.stem)}>"
    yield _article(article, graph)
    for figure in figures:
        yield from _figure(figure, graph, entities)
    for relation in relations:
        yield from _relation(relation, graph, entities, predicates[relation.predicate])


def _article(article: Article, graph: str) -> str:
    node = t.ref(f"article/{article.stem}")
    out = [
        f"{A} {vt('Article')}",
        f"{known('dcterms', 'language')} {t.quoted(article.language)}",
        f"{known('dcterms', 'identifier')} {t.quoted(article.stem)}",
        f"{_LEVEL} {t.ref(f'evidence-level/{article.level}')}",
    ]
    if article.title:
        out.append(f"{known('dcterms', 'title')} {t.tagged(article.title, article.language)}")
    if article.url:
        out.append(f"{known('schema', 'url')} {t.foreign(article.url)}")
    if article.publisher:
        out.append(f"{vt('publisher')} {t.ref(article.publisher)}")
    if article.date:
        out.append(f"{vt('issuedLabel')} {t.quoted(article.date)}")
        if len(article.date) == len("YYYY-MM-DD"):
            out.append(f'{known("dcterms", "issued")} "{article.date}"^^{known("xsd", "date")}')
    if article.recorded:
        out.append(f'{vt("recorded")} "{article.recorded}"^^{known("xsd", "date")}')
    for name, value in (
        ("textFile", article.text_file),
        ("fileSha256", article.file_sha256),
        ("textSha256", article.text_sha256),
    ):
        if value:
            out.append(f"{vt(name)} {t.quoted(value)}")
    return "".join(f"{node} {line} {graph} .\n" for line in out)


def _claim_id(claim: FigureClaim | RelationClaim) -> str:
    claim_id = claim.id
    if not (claim_id.isalnum() and claim_id.isascii()):
        raise ValueError(f"not a claim id: {claim_id!r}")
    return claim_id


def _labels(c: str, graph: str, en: str, vi: str) -> str:
    return f"{c} {LABEL} {t.quoted(en)}@en {graph} .\n{c} {LABEL} {t.quoted(vi)}@vi {graph} .\n"


def _period(c: str, graph: str, period: Period, inherited: bool) -> str:
    out = f"{c} {_PERIOD_LABEL} {t.quoted(period.label)} {graph} .\n"
    if period.start is not None and period.end is not None:
        out += f"{c} {_START} {t.date(period.start)} {graph} .\n{c} {_END} {t.date(period.end)} {graph} .\n"
    if period.as_of:
        out += f"{c} {vt('asOf')} {t.TRUE} {graph} .\n"
    if inherited:
        out += f"{c} {vt('periodInherited')} {t.TRUE} {graph} .\n"
    return out


def _interval(c: str, graph: str, interval: Interval[Decimal], row: int) -> str:
    out = ""
    (low, low_open), (high, high_open) = _ENDS[row]
    if interval.low is not None:
        out = f"{c} {low} {t.number(interval.low)} {graph} .\n"
        if interval.low_open:
            out += f"{c} {low_open} {t.TRUE} {graph} .\n"
    if interval.high is not None:
        out += f"{c} {high} {t.number(interval.high)} {graph} .\n"
        if interval.high_open:
            out += f"{c} {high_open} {t.TRUE} {graph} .\n"
    return out


def _attribution(c: str, claim_id: str, graph: str, article: str, attribution: Attribution) -> str:
    if not attribution.agents:
        return ""
    out = f"{c} {_INHERITED} {t.boolean(attribution.inherited)} {graph} .\n"
    for position, agent in enumerate(attribution.agents, 1):
        link = f"<{ID}attribution/{claim_id}-{position}>"
        who = t.ref(agent)
        out += (
            f"{c} {_CREDITED} {who} {graph} .\n"
            f"{c} {_QUALIFIED} {link} {graph} .\n"
            f"{link} {A} {_ATTRIBUTION} {graph} .\n"
            f"{link} {_AGENT} {who} {graph} .\n"
            f"{link} {_POSITION} {t.whole(position)} {graph} .\n"
            f"{link} {_ARTICLE} {article} {graph} .\n"
        )
        if attribution.cue and position == 1:
            out += f"{link} {_CUE} {t.quoted(attribution.cue)} {graph} .\n"
    return out


def _evidence(c: str, claim_id: str, graph: str, article: str, evidence: Evidence) -> str:
    e = f"<{ID}evidence/{claim_id}>"
    level = t.ref(f"evidence-level/{evidence.level}")
    out = (
        f"{c} {_EVIDENCE_OF} {e} {graph} .\n"
        f"{c} {_LEVEL} {level} {graph} .\n"
        f"{e} {A} {_EVIDENCE} {graph} .\n"
        f"{e} {_ARTICLE} {article} {graph} .\n"
        f"{e} {_SOURCE} {article} {graph} .\n"
        f"{e} {_LEVEL} {level} {graph} .\n"
    )
    if evidence.level is EvidenceLevel.CITED or evidence.start is None or evidence.end is None:
        return out
    p, q = f"<{ID}evidence/{claim_id}/position>", f"<{ID}evidence/{claim_id}/quote>"
    return (
        f"{out}{e} {_SELECTOR} {p} {graph} .\n"
        f"{e} {_SELECTOR} {q} {graph} .\n"
        f"{p} {A} {_POSITION_SELECTOR} {graph} .\n"
        f"{p} {_OA_START} {t.whole(evidence.start)} {graph} .\n"
        f"{p} {_OA_END} {t.whole(evidence.end)} {graph} .\n"
        f"{p} {_ARTICLE} {article} {graph} .\n"
        f"{q} {A} {_QUOTE_SELECTOR} {graph} .\n"
        f"{q} {_EXACT} {t.quoted(evidence.exact)} {graph} .\n"
        f"{q} {_PREFIX} {t.quoted(evidence.prefix)} {graph} .\n"
        f"{q} {_SUFFIX} {t.quoted(evidence.suffix)} {graph} .\n"
        f"{q} {_ARTICLE} {article} {graph} .\n"
    )


def _figure(claim: FigureClaim, graph: str, entities: Mapping[str, Entity]) -> Iterator[str]:
    claim_id = _claim_id(claim)
    c, article = f"<{ID}claim/{claim_id}>", t.ref(f"article/{claim.article}")
    bounds = claim.bounds
    yield (
        f"{c} {A} {_FIGURE} {graph} .\n"
        f"{c} {_ARTICLE} {article} {graph} .\n"
        f"{c} {_SLOT} {t.ref('slot/' + claim.slot.id)} {graph} .\n"
        f"{c} {_SUBJECT} {t.ref(claim.subject)} {graph} .\n"
        f"{c} {_METRIC} {t.ref(claim.metric)} {graph} .\n"
        f"{c} {_KIND} {t.ref('claim-kind/' + claim.kind)} {graph} .\n"
        f"{c} {_VALUE} {t.number(claim.value)} {graph} .\n"
        f"{c} {_UNIT} {t.ref(claim.unit)} {graph} .\n"
        f"{c} {_HEDGE} {t.ref('hedge/' + claim.hedge)} {graph} .\n"
        f"{c} {_STATUS} {t.ref('status/' + claim.status)} {graph} .\n"
        f"{_interval(c, graph, bounds.expected, 0)}{_interval(c, graph, bounds.hard, 1)}"
        f"{_period(c, graph, claim.period, claim.period_inherited)}"
        f"{_attribution(c, claim_id, graph, article, claim.attribution)}"
        f"{_evidence(c, claim_id, graph, article, claim.evidence)}"
    )
    if rest := "".join(f"{c} {name} {value} {graph} .\n" for name, value in _optional(claim)):
        yield rest
    # A piece of its own: one letter beyond ASCII would make Python copy the whole claim in wider characters.
    yield _labels(c, graph, *figure_label(claim, entities))


def _optional(claim: FigureClaim) -> Iterator[tuple[str, str]]:
    """What only some figures have, as (predicate, object)."""
    if claim.evidence.exact:
        yield _SURFACE, t.quoted(claim.evidence.exact)
    if claim.value_max is not None:
        yield _VALUE_MAX, t.number(claim.value_max)
    if claim.slot.period_inferred:
        yield vt("slotPeriodInferred"), t.TRUE
    if claim.base_period:
        yield vt("basePeriodLabel"), t.quoted(claim.base_period)
    if claim.sector is not None:
        yield vt("sector"), t.ref(claim.sector)
    if claim.market is not None:
        yield vt("market"), t.ref(claim.market)
    if claim.ownership is not None:
        yield vt("ownership"), t.ref(claim.ownership)
    if claim.conversion_of is not None:
        yield vt("conversionOf"), t.ref(f"claim/{claim.conversion_of}")
    if claim.ambiguity:
        yield vt("ambiguity"), t.quoted(claim.ambiguity)


def _relation(
    claim: RelationClaim, graph: str, entities: Mapping[str, Entity], predicate: Predicate
) -> Iterator[str]:
    claim_id = _claim_id(claim)
    c, article = f"<{ID}claim/{claim_id}>", t.ref(f"article/{claim.article}")
    yield (
        f"{c} {A} {_RELATION} {graph} .\n"
        f"{c} {_ARTICLE} {article} {graph} .\n"
        f"{c} {_SUBJECT} {t.ref(claim.subject)} {graph} .\n"
        f"{c} {vt('predicate')} {t.ref(claim.predicate)} {graph} .\n"
        f"{c} {vt('object')} {t.ref(claim.object)} {graph} .\n"
        f"{c} {_STATUS} {t.ref('status/' + claim.status)} {graph} .\n"
        f"{_period(c, graph, claim.period, claim.period_inherited)}"
        f"{_attribution(c, claim_id, graph, article, claim.attribution)}"
        f"{_evidence(c, claim_id, graph, article, claim.evidence)}"
    )
    if claim.ambiguity:
        yield f"{c} {vt('ambiguity')} {t.quoted(claim.ambiguity)} {graph} .\n"
    yield _labels(c, graph, *relation_label(claim, entities, predicate))
