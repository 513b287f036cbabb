"""A curated thing that claims are about: its kind, its names in two languages, its links."""

from __future__ import annotations

from dataclasses import dataclass

# kind (path segment of the IRI) -> (class in our vocabulary, file in seeds/entities)
KINDS: dict[str, tuple[str, str]] = {
    "agency": ("GovernmentAgency", "agencies"),
    "aggregate": ("Aggregate", "aggregates"),
    "aim": ("Aim", "aims"),
    "association": ("IndustryAssociation", "associations"),
    "change-event": ("ChangeEvent", "change-events"),
    "company": ("Company", "companies"),
    "country": ("Country", "countries"),
    "event": ("Event", "events"),
    "facility": ("Facility", "facilities"),
    "international-organisation": ("InternationalOrganisation", "international-organisations"),
    "law": ("Law", "laws"),
    "market": ("Market", "markets"),
    "media": ("NewsMedia", "media"),
    "metric": ("Metric", "metrics"),
    "ministry": ("Ministry", "ministries"),
    "office": ("Office", "offices"),
    "ownership": ("Ownership", "ownerships"),
    "person": ("Person", "persons"),
    "product": ("Product", "products"),
    "programme": ("Programme", "programmes"),
    "sector": ("Sector", "sectors"),
    "state-owned-enterprise": ("StateOwnedEnterprise", "state-owned-enterprises"),
    "strategy": ("Strategy", "strategies"),
    "technology": ("Technology", "technologies"),
    "unit": ("Unit", "units"),
    "university": ("University", "universities"),
}

# The link between two bodies that statistics take for nearly the same.
OVERLAP = "overlapsWith"
# Links that only tell two bodies apart: what they lead to is not part of what is told of the first.
LOOSE = frozenset((OVERLAP, "continues", "includes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One curated thing.

    `names` are (text, language) pairs of aliases; `links` are (property, reference) pairs whose property is a
    term name such as ``unitOf``; `flags` are further statements as (property, value), value already typed:
    a reference ``list/x`` for a concept of a closed list, or a bool.  `ticker` is the code of a company's
    shares, `date` (YYYY-MM-DD) the day on which a law was passed or a change took place, `wikidata` an id
    such as ``Q881``; empty where unknown.
    """

    kind: str
    id: str
    type: str
    en: str
    vi: str
    names: tuple[tuple[str, str], ...] = ()
    scope: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    flags: tuple[tuple[str, str | bool], ...] = ()
    ticker: str = ""
    date: str = ""
    wikidata: str = ""
    place: str = ""

    @property
    def ref(self) -> str:
        """``kind/id``, as seeds and IRIs name it."""
        return f"{self.kind}/{self.id}"
