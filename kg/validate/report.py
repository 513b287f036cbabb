"""What a validation found, as findings; conformity is counted, never taken from an engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.finding import Finding
from kg.lists import Severity
from kg.namespaces import compact
from kg.validate.result import BLANK, Result, plain
from kg.validate.shapes import Rule, ShapeSet, local_name

Places = Mapping[str, str] | Callable[[str], str | None]
SEVERITY_ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with what a sh:ValidationResult has beside it: the constraint component and the raw terms."""

    finding: Finding
    component: str
    shape: str
    focus_term: str
    value_term: str
    path_iri: str


@dataclass(frozen=True)
class Report:
    """The outcome: `items` sorted by severity, rule and focus; `focus` counts nodes by shape."""

    items: tuple[Item, ...]
    engine: str
    rules: int
    focus: dict[str, int] = field(default_factory=dict)
    quads: int = 0
    seconds: float = 0.0

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings alone."""
        return [item.finding for item in self.items]

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Findings by severity, each severity named."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITY_ORDER}

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.counts[Severity.VIOLATION]

    def fails(self, level: Severity) -> bool:
        """Whether a finding of `level` or worse is there."""
        limit = SEVERITY_ORDER.index(level)
        return any(SEVERITY_ORDER.index(f.severity) <= limit for f in self.findings)


def make_items(results: Iterable[Result], shapes: ShapeSet, places: Places) -> tuple[Item, ...]:
    """The results as findings, each once, in a stable order."""
    place_of = places if callable(places) else places.get
    items: dict[tuple[str, ...], Item] = {}
    for result in results:
        item = _item(result, shapes.rule_of(result.rule), place_of)
        items.setdefault(item.finding.key(), item)
    return tuple(sorted(items.values(), key=item_order))


def item_order(item: Item) -> tuple[int, str, str, str, str]:
    """Violations first, then by rule, focus, path and value."""
    f = item.finding
    return (SEVERITY_ORDER.index(f.severity), f.rule, f.focus, f.path, f.value)


def _item(result: Result, rule: Rule | None, place_of: Callable[[str], str | None]) -> Item:
    focus_term = result.value if rule is not None and rule.whole_graph and result.value else result.focus
    focus = plain(focus_term)
    path = compact(result.path) if result.path else ""
    if rule is not None and rule.path is not None:
        path = rule.path.text()
    value = plain(result.value)
    finding = Finding(
        severity=rule.severity if rule else Severity.VIOLATION,
        focus=focus,
        rule=rule.name if rule else local_name(result.rule) or result.component,
        message=rule.message if rule else result.message or f"does not meet {result.component}",
        message_vi=rule.message_vi if rule else result.message_vi,
        path=path,
        # A node that is wrong itself need not be said twice.
        value="" if value == focus and focus != BLANK else value,
        place=_place(focus, place_of),
    )
    return Item(
        finding,
        result.component,
        rule.iri if rule else "",
        focus_term,
        result.value,
        result.path or (rule.path.predicate if rule and rule.path else ""),
    )


def _place(focus: str, place_of: Callable[[str], str | None]) -> str:
    """Where the focus was written; evidence, selectors and attributions stand where their claim does."""
    place = place_of(focus)
    if not place and "/id/" in focus:
        head, _, rest = focus.partition("/id/")
        kind, _, local = rest.partition("/")
        if kind in ("evidence", "attribution"):
            place = place_of(f"{head}/id/claim/{local.partition('/')[0].partition('-')[0]}")
    return place or ""
