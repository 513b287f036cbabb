"""The arithmetic that the entries of seeds/entities/metrics.yaml declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.entity import Entity
from kg.identity import Growth, Identity, Part, Ratio, Record, Share, Sum
from kg.lists import UnitFamily
from kg.seeds.fields import Fields
from kg.seeds.references import References

IDENTITY_FIELDS = ("nominal", "compound", "part", "whole", "ratio_of", "ratio_to", "per", "sums")
SUM_FIELDS = ("subject", "exhaustive", "parts")
PART_FIELDS = ("metric", "sector", "market", "ownership")
_MULTIPLE = ("unitFamily", f"unit-family/{UnitFamily.MULTIPLE}")


def read_identities(metrics: Iterable[tuple[Entity, Fields]], references: References) -> Iterator[Identity]:
    """What each of the metrics declares; raises BadInput with file and line on a bad declaration."""
    for entity, fields in metrics:
        if entity.kind == "metric":
            yield from _Declared(entity, fields, references).identities()


class _Declared:
    """The declarations of one metric."""

    def __init__(self, entity: Entity, fields: Fields, references: References) -> None:
        self.entity, self.fields, self.references = entity, fields, references

    def _metric(self, name: str, fields: Fields | None = None) -> str:
        fields = fields or self.fields
        return self.references.take(fields, name, fields.text(name), "metric")

    def _metrics(self, name: str) -> tuple[str, ...]:
        return tuple(self.references.take(self.fields, name, m, "metric") for m in self.fields.texts(name))

    def _needs(self, name: str, other: str) -> None:
        if self.fields.node(name) is not None and self.fields.node(other) is None:
            raise self.fields.error(f"stands without {other!r}", name, "add that, or remove this")

    def identities(self) -> Iterator[Identity]:
        fields, metric = self.fields, self.entity.ref
        for name, other in (
            ("nominal", "growth_of"), ("compound", "growth_of"), ("part", "share_of"), ("whole", "part"),
            ("ratio_of", "ratio_to"), ("ratio_to", "ratio_of"), ("per", "ratio_of"),
        ):  # fmt: skip
            self._needs(name, other)
        if (of := self._metrics("growth_of")) and fields.optional("nominal") != "no":
            yield Growth(metric, of, _MULTIPLE in self.entity.flags, fields.flag("compound"))
        if fields.node("part") is not None:
            whole = fields.optional("whole") or "same"
            if whole not in ("same", "country"):
                raise fields.error(f"{whole!r} is neither same nor country", "whole")
            yield Share(metric, self._metrics("share_of"), self._metric("part"), whole == "country")
        if fields.node("ratio_of") is not None:
            per = fields.optional("per") or "1"
            if not (per.isascii() and per.isdigit() and int(per)):
                raise fields.error(f"{per!r} is no whole number from 1 up", "per")
            yield Ratio(metric, self._metric("ratio_of"), self._metric("ratio_to"), int(per))
        for record in self._metrics("record_of"):
            yield Record(metric, record)
        for mapping in fields.mappings("sums"):
            yield self._sum(Fields(mapping, fields.path, f"{fields.where}: sums"))

    def _sum(self, fields: Fields) -> Sum:
        fields.only(SUM_FIELDS)
        subject = fields.optional("subject")
        if subject is not None:
            subject = self.references.take(fields, "subject", subject)
        parts = tuple(
            self._part(Fields(mapping, fields.path, f"{fields.where}: parts"))
            for mapping in fields.mappings("parts")
        )
        if len(parts) < 2 or len(set(parts)) < len(parts):
            raise fields.error("a sum has two parts or more, each once", "parts")
        return Sum(self.entity.ref, parts, fields.flag("exhaustive"), subject)

    def _part(self, fields: Fields) -> Part:
        fields.only(PART_FIELDS)
        metric = self.entity.ref if fields.node("metric") is None else self._metric("metric", fields)

        def narrowed(name: str) -> str | None:
            text = fields.optional(name)
            if text is None:
                return None
            if "/" in text:
                return self.references.take(fields, name, text)
            return self.references.take(fields, name, text, name)

        part = Part(metric, narrowed("sector"), narrowed("market"), narrowed("ownership"))
        if part == Part(self.entity.ref):
            raise fields.error("a part that is the whole", remedy="narrow it")
        return part
