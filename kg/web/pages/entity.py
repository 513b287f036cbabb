"""The page of an entity: what sources say of it, whom it is tied to, and where else it plays a part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from markupsafe import Markup

from kg.claim import RelationClaim
from kg.entity import Entity
from kg.namespaces import WIKIDATA, resource
from kg.web import urls
from kg.web.drawing.strip import scale_line, together
from kg.web.here import Here
from kg.web.pages.kinship import kinship
from kg.web.pages.parts import (
    article_data,
    claim_data,
    first_of,
    line_of,
    main_unit,
    period_key,
    series_chart,
    slot_line,
    spread,
)
from kg.web.pages.view import View
from kg.web.shown import visible

_MARKET_LINKS = (
    "operates_in", "active_in", "market_leader_in", "exports_to", "targets_market", "opened_office_in",
    "headquartered_in", "located_in", "invests_in",
)  # fmt: skip
_PEOPLE_LINKS = ("role_of", "heads", "founder_of", "joins", "took_over_from")
_HIDDEN_LINKS = ("overlapsWith", "continues")
_MOST_CHARTS, _MOST_LINES, _MOST_SOURCES = 4, 24, 60


def entity(here: Here, ref: str) -> View | None:
    """The page of the entity `ref`; None where the graph has none."""
    library = here.library
    held = library.entities.get(ref)
    if held is None:
        return None
    about = library.slots_about.get(ref, ())
    as_subject = [s for s in about if library.question(s).subject == ref]
    as_metric = [s for s in about if library.question(s).metric == ref]
    narrowed = [s for s in about if s not in as_subject and s not in as_metric]
    relations = library.relations_about.get(ref, ())
    markets, people, others = _sorted_relations(here, ref, relations)
    articles = _articles(here, ref, about, relations)
    shown_articles, more_articles = first_of(articles, _MOST_SOURCES)
    credited = library.credited.get(ref, ())
    fields: dict[str, Any] = {
        "entity": held,
        "iri": resource(held.kind, held.id),
        "kind": here.kind(held.kind),
        "other_name": visible(held.vi if here.local == 0 else held.en),
        "aliases": _aliases(held),
        "wikidata": WIKIDATA + held.wikidata if held.wikidata else "",
        "links": [
            (here.word("LINKS", name), here.link(target))
            for name, target in held.links
            if name not in _HIDDEN_LINKS
        ],
        "linked_from": _linked_from(here, ref),
        "subject_blocks": blocks(here, as_subject, "metric"),
        "metric_blocks": blocks(here, as_metric, "subject"),
        "narrowed_blocks": blocks(here, narrowed, "both"),
        "markets": markets,
        "people": people,
        "kin": kinship(here, ref),
        "relations": others,
        "timeline": _timeline(here, held, relations),
        "credited": sorted({library.slot_of[c.id] for c in credited if c.id in library.slot_of}),
        "credited_count": len(credited),
        "published": library.sources_of_publisher.get(ref, ()),
        "articles": shown_articles,
        "more_articles": more_articles,
        "unit_claims": sum(1 for c in library.corpus.figures if c.unit == ref) if held.kind == "unit" else 0,
    }
    fields["credited_lines"] = [slot_line(here, s, picture=False) for s in fields["credited"][:_MOST_LINES]]

    def data() -> dict[str, Any]:
        return {
            "iri": resource(held.kind, held.id),
            "entity": ref,
            "type": held.type,
            "labels": {"en": held.en, "vi": held.vi},
            "aliases": [{"name": name, "language": language} for name, language in held.names],
            "wikidata": held.wikidata or None,
            "links": [{"link": name, "to": target} for name, target in held.links],
            "slots": [library.slots[s] for s in about],
            "relations": [claim_data(here, c) for c in relations],
            "sources": [article_data(a) for a in articles],
        }

    return View("entity.html", here.name(ref), data, fields, urls.ENTITIES, twins=here.site.formats)


def _aliases(held: Entity) -> list[str]:
    shown = {held.en, held.vi}
    names = [visible(name) for name, _ in held.names if name not in shown]
    return list(dict.fromkeys([*names, *([held.ticker] if held.ticker and held.ticker not in names else [])]))


def _articles(here: Here, ref: str, about: Iterable[str], relations: Iterable[RelationClaim]) -> list[Any]:
    library = here.library
    stems = {library.figures[c].article for slot in about for c in library.slots[slot]["claims"]}
    stems |= {claim.article for claim in relations}
    held = [library.articles[stem] for stem in stems]
    return sorted(held, key=lambda a: (a.date is None, _descending(a.date or ""), a.stem))


def _descending(text: str) -> tuple[int, ...]:
    return tuple(-ord(c) for c in text)


def blocks(here: Here, slots: Sequence[str], by: str) -> dict[str, Any] | None:
    """Slots by series: those told for several periods as blocks, the others as single lines.

    `by` says what names a series: its ``metric``, its ``subject``, or ``both``.  None where there are none.
    """
    library = here.library
    series: dict[tuple[str, ...], list[str]] = {}
    for slot in slots:
        series.setdefault(library.series_key(slot), []).append(slot)
    ordered = sorted(series, key=lambda key: (-len(library.series[key]), key))
    made: list[dict[str, Any]] = []
    single: list[dict[str, Any]] = []
    charts = 0
    for key in ordered:
        held = library.series[key]
        if len(held) == 1:
            single.append({"title": _title(here, key, by), "line": slot_line(here, held[0], picture=False)})
        else:
            chart = series_chart(here, held) if charts < _MOST_CHARTS and len(held) > 2 else None
            charts += chart is not None
            made.append({**_block(here, held), "title": _title(here, key, by), "chart": chart})
    single.sort(key=lambda item: (item["title"].striptags().casefold(), item["line"].period))
    return {"blocks": made, "single": single} if made or single else None


def _title(here: Here, key: tuple[str, ...], by: str) -> Markup:
    named = {"metric": key[:1], "subject": key[1:2], "both": key[:2]}[by]
    narrowed = [ref for ref in key[3:] if ref]
    title = here.links(named)
    return (
        title + Markup(', <span class="narrowed">{}</span>').format(here.links(narrowed))
        if narrowed
        else title
    )


def _block(here: Here, slots: Sequence[str]) -> dict[str, Any]:
    """The slots of a series, made once for the pages of all that it names."""
    place = ("block", slots[0])
    if place not in here.kept:
        library = here.library
        unit, held = main_unit([library.figures[c] for slot in slots for c in library.slots[slot]["claims"]])
        line = line_of(here, held, unit, zero=True)
        lines = []
        for slot in slots:
            spans = [here.span(c) for c in library.claims_of_slot(slot) if c.unit == unit]
            said = spread(here, slot, unit)
            strip = together(line, spans, said) if spans else ""
            lines.append((slot_line(here, slot, picture=False), said, strip))
        here.kept[place] = {"scale": scale_line(line), "unit": line.title, "lines": lines}
    return cast(dict[str, Any], here.kept[place])


# Relations


def _sorted_relations(
    here: Here, ref: str, relations: Iterable[RelationClaim]
) -> tuple[list[Any], list[Any], list[Any]]:
    """Relations to markets, with people, and all others, each as a list of (words, lines)."""
    found: tuple[dict[str, list[Any]], ...] = ({}, {}, {})
    offices = {source for name, source in here.library.linked_from.get(ref, ()) if name == "officeOf"}
    held = list(relations)
    held += [c for office in sorted(offices) for c in here.library.relations_about.get(office, ())]
    for claim in dict.fromkeys(held):
        predicate = claim.predicate.rpartition("/")[2]
        other = claim.object if claim.subject == ref else claim.subject
        kind = other.partition("/")[0]
        place = 2
        if predicate in _PEOPLE_LINKS:
            place = 1
        elif predicate in _MARKET_LINKS and (
            kind in ("market", "country") or ref.startswith(("market/", "country/"))
        ):
            place = 0
        said = here.say(here.library.predicate(claim.predicate).words)
        found[place].setdefault(said, []).append(relation_line(here, claim, ref))
    return tuple(  # type: ignore[return-value]
        sorted(
            ((said, _merged(lines)) for said, lines in part.items()),
            key=lambda item: (-len(item[1]), item[0]),
        )
        for part in found
    )


def relation_line(here: Here, claim: RelationClaim, ref: str) -> dict[str, Any]:
    """One relation as the page of `ref` shows it: who does it to whom, when, and on whose word."""
    outgoing, incoming = claim.subject == ref, claim.object == ref
    return {
        "subject": None if outgoing else here.link(claim.subject),
        "object": None if incoming else here.link(claim.object),
        "incoming": incoming,
        "period": "" if claim.period.label == "undated" else here.period(claim.period.label),
        "claims": [here.to.to(urls.claim(claim.id))],
        "source": here.source(here.library.articles[claim.article]),
    }


def _merged(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines that say the same, once, with all their claims."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        key = (line["subject"], line["object"], line["period"])
        if key in found:
            found[key]["claims"] += line["claims"]
        else:
            found[key] = line
    return sorted(found.values(), key=lambda r: (r["object"] or r["subject"] or "", r["period"]))


def _linked_from(here: Here, ref: str) -> list[tuple[str, Markup, int]]:
    """Curated links that lead here, by their name: the first, and how many more there are."""
    found: dict[str, list[str]] = {}
    for name, source in here.library.linked_from.get(ref, ()):
        if name not in (*_HIDDEN_LINKS, "country"):
            found.setdefault(name, []).append(source)
    return [
        (here.word("LINKS_BACK", name), here.links(refs[:_MOST_LINES]), max(len(refs) - _MOST_LINES, 0))
        for name, refs in sorted(found.items())
    ]


def _timeline(here: Here, held: Entity, relations: Iterable[RelationClaim]) -> list[dict[str, Any]]:
    """What is dated, oldest first: relations and the day of the entity itself."""
    lines: dict[tuple[str, Markup], dict[str, Any]] = {}
    for claim in relations:
        if claim.period.start is None:
            continue
        said = Markup("{} {} {}").format(
            here.link(claim.subject),
            here.say(here.library.predicate(claim.predicate).words),
            here.link(claim.object),
        )
        lines.setdefault(
            (claim.period.label, said),
            {
                "key": period_key(claim.period.label),
                "when": here.period(claim.period.label),
                "said": said,
                "href": here.to.to(urls.claim(claim.id)),
                "source": here.source(here.library.articles[claim.article]),
            },
        )
    made = list(lines.values())
    if held.date:
        made.append(
            {
                "key": period_key(held.date),
                "when": held.date,
                "said": Markup.escape(here.name(held.ref)),
                "href": "",
                "source": "",
            }
        )
    return sorted(made, key=lambda line: (line["key"], line["said"]))
