"""Tables of cited figures and relations, imported into seed files: one file a source.

A row is taken or refused by itself, with its place and the reason; what is written is what the seeds' reader
takes.  Importing again, in another order or in parts gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.corpus import Predicate
from kg.entity import Entity
from kg.errors import BadInput
from kg.files import read_bytes, write_atomic
from kg.importing.figures import PUBLISHERS, Curated, Entry, Refused, conversions, figure
from kg.importing.mapping import Mapped, read_mapping
from kg.importing.relations import Relations, read_reading
from kg.importing.seedfiles import (
    UNKNOWN,
    SeedFile,
    language_of,
    merged,
    read_folder,
    row_of,
    stem_of,
)
from kg.importing.table import Row
from kg.lists import EvidenceLevel, UnitFamily
from kg.seeds import read_entries, yaml_files
from kg.seeds.articles import read_article
from kg.seeds.entities import index
from kg.seeds.references import References
from kg.seeds.vocabulary import read_vocabulary
from kg.yamlfile import Text, parse

__all__ = ["FOLDER", "Outcome", "Refusal", "import_rows"]

FOLDER = "imported"
TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that gave no claim: where it stands, why, and whether the mapping decided so."""

    place: str
    why: str
    decided: bool

    def line(self) -> str:
        """The refusal as one line."""
        return f"{self.place}: {self.why}"


@dataclass(slots=True)
class Outcome:
    """What an import did: rows read, claims that they gave, files by how they came out, refusals."""

    rows: int = 0
    figures: int = 0
    relations: int = 0
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def import_rows(
    rows: Sequence[Row], seeds: Path, *, fresh: bool = False, recorded: str = "", write: bool = True
) -> Outcome:
    """Import `rows` into the seeds folder; with `fresh`, files and entries of other rows are removed.

    `recorded` (YYYY-MM-DD) is the day that new files bear.  Without `write` nothing is written.  Raises
    BadInput where the seeds or the mapping are damaged; what stood there before stays then.
    """
    run = _Import(seeds, {} if fresh else read_folder(seeds / FOLDER), recorded)
    for row in rows:
        run.take(row)
    return run.finish(write=write, fresh=fresh)


class _Import:
    """One run: the files as they come together, and what became of each row."""

    def __init__(self, seeds: Path, files: dict[str, SeedFile], recorded: str) -> None:
        self._folder = seeds / FOLDER
        vocabulary = read_vocabulary()
        entities: dict[str, Entity] = index(read_entries(seeds), vocabulary)
        self._curated = Curated(entities)
        self._references = References(entities)
        self._predicates: Mapping[str, Predicate] = vocabulary.predicates
        self._mapped: Mapped = read_mapping(seeds / TABLES)
        reading = read_reading(seeds / TABLES / "relations.yaml")
        self._relations = Relations(self._curated, self._predicates, reading)
        self._by_hand = _addresses(seeds / "articles")
        self._files = files
        self._recorded = recorded
        self._places: dict[str, str] = {}
        self.outcome = Outcome()

    def take(self, row: Row) -> None:
        """Take one row, or note why not."""
        self.outcome.rows += 1
        if row.id in self._places:
            return  # the same row again, in this table or another
        self._places[row.id] = row.place
        try:
            self._take(row)
        except Refused as error:
            self.outcome.refusals.append(Refusal(row.place, str(error), error.decided))

    def _take(self, row: Row) -> None:
        url = row["source_url"]
        if re.match(r"https?://[^/]", url) is None:
            raise Refused(f"source_url {url!r} is not an http(s) address")
        if by_hand := self._by_hand.get(url):
            raise Refused(f"the source is curated by hand (add the row to articles/{by_hand})")
        file = self._files.get(url) or SeedFile({})
        try:
            head = merged(self._head(row), file.head)
        except ValueError as error:
            raise Refused(str(error)) from None
        entries = self._read(row, head)
        for entry in entries:
            self._check(head, entry)
        file.head = head
        file.drop(row.id)
        for entry in entries:
            file.group(entry)[str(entry["key"])] = entry
        self._files[url] = file

    def _head(self, row: Row) -> dict[str, str]:
        """What the row, and the mapping, say of its source."""
        url = row["source_url"]
        title, publisher = row.cells.get("title", ""), row.cells.get("publisher", "")
        out = {"title": title, "date": row.cells.get("date", "")}
        if publisher:
            meant = self._mapped.meaning("publishers", publisher)
            ref = (
                str(meant["publisher"]) if meant else self._curated.called(publisher, "publisher", PUBLISHERS)
            )
            out["publisher"] = ref
        out |= self._mapped.sources.get(url, {})
        known = {name: value for name, value in out.items() if value}
        title = known.get("title", UNKNOWN)
        return {
            "article": stem_of(url),
            "title": title,
            "publisher": known.get("publisher", UNKNOWN).removeprefix("media/"),
            "date": known.get("date", UNKNOWN),
            "language": known.get("language", UNKNOWN if title == UNKNOWN else language_of(title)),
            "url": url,
            "level": EvidenceLevel.CITED.value,
            **({"recorded": self._recorded} if self._recorded else {}),
        }

    def _read(self, row: Row, head: Mapping[str, str]) -> list[Entry]:
        """The entries that a row gives."""
        if row.is_figure:
            published = "" if head["date"] == UNKNOWN else head["date"]
            return [figure(row, self._mapped, self._curated, published)]
        return self._relations.entries(row)

    def _check(self, head: Mapping[str, str], entry: Entry) -> None:
        """Raises Refused where the seeds' reader refuses the entry."""
        alone = SeedFile(dict(head))
        alone.group(entry)[str(entry["key"])] = entry
        if error := self._refusal(alone):
            remedy = f" ({error.remedy})" if error.remedy else ""
            raise Refused(error.what.partition(": ")[2] + remedy)

    def _refusal(self, file: SeedFile) -> BadInput | None:
        path = self._folder / f"{file.head['article']}.yaml"
        try:
            read_article(file.render(), path, self._references, self._predicates)
        except BadInput as error:
            return error
        return None

    def finish(self, *, write: bool, fresh: bool) -> Outcome:
        """Tie conversions, leave out what is said twice, and write the files that changed."""
        out = self.outcome
        currencies = frozenset(
            unit for unit, family in self._curated.catalogue.families.items() if family == UnitFamily.CURRENCY
        )
        for file in self._files.values():
            for group in (file.figures, file.relations):
                self._without_repeats(group)
            for entry in file.figures.values():
                entry.pop("conversion_of", None)
            conversions(file.figures, currencies)
        for file in self._files.values():
            if error := self._refusal(file):
                raise error
        kept = {
            f"{file.head['article']}.yaml": file
            for file in self._files.values()
            if file.figures or file.relations
        }
        out.figures = sum(len(file.figures) for file in kept.values())
        out.relations = sum(len(file.relations) for file in kept.values())
        for name, file in sorted(kept.items()):
            path, data = self._folder / name, file.render()
            if path.is_file() and read_bytes(path) == data:
                out.unchanged += 1
                continue
            out.written.append(name)
            if write:
                self._folder.mkdir(exist_ok=True)
                with write_atomic(path) as target:
                    target.write(data)
        for path in yaml_files(self._folder) if fresh else ():
            if path.name not in kept:
                out.removed.append(path.name)
                if write:
                    path.unlink()
        out.refusals.sort(key=lambda refusal: (refusal.place.rpartition(":")[0], _line(refusal.place)))
        return out

    def _without_repeats(self, group: dict[str, Entry]) -> None:
        """Of entries that state the same, keep the one with the first key: which row came first is chance."""
        seen: dict[tuple[object, ...], str] = {}
        for key in sorted(group):
            content = tuple((n, v) for n, v in sorted(group[key].items()) if n not in ("key", "note"))
            if (first := seen.setdefault(content, key)) != key:
                del group[key]
                if place := self._places.get(row_of(key)):
                    where = self._places.get(row_of(first), first)
                    self.outcome.refusals.append(Refusal(place, f"says the same as {where}", True))


def _line(place: str) -> int:
    number = place.rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def _addresses(folder: Path) -> dict[str, str]:
    """The files of sources that are curated by hand, by address."""
    out = {}
    for path in yaml_files(folder):
        node = parse(read_bytes(path), path).entries.get("url")
        if isinstance(node, Text):
            out[node.text] = path.name
    return out


def rows_of(tables: Iterable[Path]) -> list[Row]:
    """The rows of several tables, in their order."""
    from kg.importing.table import read_table

    return [row for table in tables for row in read_table(table)]
