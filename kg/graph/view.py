"""The view graph: relations as direct statements, generated from claims and never edited.

"FPT operates in Japan" is handy to query, but it is only what some article states; the relation claims with
the same subject, predicate and object say which, and where.  What is planned, or can be read in two ways, is
not said here: a direct statement could not show it.  Market presences and memberships are n-ary, so that they
point to their claims themselves, and bear the days between which these state them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.claim import RelationClaim
from kg.entity import Entity
from kg.graph import terms as t
from kg.graph.lines import DERIVED_FROM, LABEL, A
from kg.lists import PresenceRole, StatusFamily
from kg.namespaces import VIEW_GRAPH, camel

_PRESENCE = {
    "predicate/operates_in": (PresenceRole.OPERATES, "in", "tại"),
    "predicate/market_leader_in": (PresenceRole.LEADS, "leading in", "dẫn đầu tại"),
}


def view_lines(relations: Iterable[RelationClaim], entities: Mapping[str, Entity]) -> Iterator[str]:
    """Direct statements, presences and memberships as N-Quads, one piece of text per statement."""
    graph = f"<{VIEW_GRAPH}>"
    groups: dict[tuple[str, str, str], list[RelationClaim]] = {}
    for claim in relations:
        if claim.ambiguity or claim.status.family is not StatusFamily.OBSERVED:
            continue
        groups.setdefault((claim.subject, claim.predicate, claim.object), []).append(claim)
    for (subject, predicate, object_), claims in sorted(groups.items()):
        property_ = t.vt(camel(predicate.removeprefix("predicate/")))
        yield f"{t.ref(subject)} {property_} {t.ref(object_)} {graph} .\n"
        if predicate in _PRESENCE:
            node, out = _presence(subject, predicate, object_, entities)
        elif predicate == "predicate/role_of":
            node, out = _membership(subject, object_, entities)
        else:
            continue
        out += _stated(claims)
        out += [f"{DERIVED_FROM} {t.ref(f'claim/{claim.id}')}" for claim in claims]
        yield "".join(f"{node} {line} {graph} .\n" for line in out)


def _stated(claims: list[RelationClaim]) -> Iterator[str]:
    """The first and the last day for which claims state something, where any names a time."""
    starts = [claim.period.start for claim in claims if claim.period.start is not None]
    ends = [claim.period.end for claim in claims if claim.period.end is not None]
    if starts and ends:
        yield f"{t.vt('statedFrom')} {t.date(min(starts))}"
        yield f"{t.vt('statedTo')} {t.date(max(ends))}"


def _joined(*references: str) -> str:
    """One id made of several references, their kinds included, so that no two can clash."""
    return "--".join(reference.replace("/", "-") for reference in references)


def _presence(
    subject: str, predicate: str, market: str, entities: Mapping[str, Entity]
) -> tuple[str, list[str]]:
    role, en, vi = _PRESENCE[predicate]
    company = entities[subject]
    return t.ref(f"presence/{_joined(subject, market)}--{role}"), [
        f"{A} {t.vt('MarketPresence')}",
        f"{LABEL} {t.tagged(f'{company.en} {en} {entities[market].en}', 'en')}",
        f"{LABEL} {t.tagged(f'{company.vi} {vi} {entities[market].vi}', 'vi')}",
        f"{t.vt('company')} {t.ref(subject)}",
        f"{t.vt('market')} {t.ref(market)}",
        f"{t.vt('presenceRole')} {t.ref(f'presence-role/{role}')}",
    ]


def _membership(person: str, office: str, entities: Mapping[str, Entity]) -> tuple[str, list[str]]:
    out = [
        f"{A} {t.known('org', 'Membership')}",
        f"{LABEL} {t.tagged(f'{entities[person].en}, {entities[office].en}', 'en')}",
        f"{LABEL} {t.tagged(f'{entities[person].vi}, {entities[office].vi}', 'vi')}",
        f"{t.known('org', 'member')} {t.ref(person)}",
        f"{t.vt('office')} {t.ref(office)}",
    ]
    out += [
        f"{t.known('org', 'organization')} {t.ref(target)}"
        for name, target in entities[office].links
        if name == "officeOf"
    ]
    return t.ref(f"membership/{_joined(person, office)}"), out
