"""The files that an import writes: seeds/imported/*.yaml, one a source, each a union of rows.

Every entry's key ends in the id of its row, so that a row that comes again replaces what it gave before, and
the order of rows, tables and imports does not matter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import BadInput
from kg.files import read_bytes
from kg.importing.figures import FIELDS, Entry
from kg.importing.relations import FIELDS as RELATION_FIELDS
from kg.namespaces import slug
from kg.yamlfile import Mapping as YamlMapping
from kg.yamlfile import Sequence, Text, parse
from kg.yamlout import entries, lines

MARK = (
    "# Written by `kg import` from tables; what is to be corrected is corrected there, or in the mapping.\n"
)
UNKNOWN = "unknown"
HEAD = ("article", "title", "publisher", "date", "language", "recorded", "url", "level")
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)


@dataclass
class SeedFile:
    """One source: its head, and its entries by key."""

    head: dict[str, str]
    figures: dict[str, Entry] = field(default_factory=dict)
    relations: dict[str, Entry] = field(default_factory=dict)

    def group(self, entry: Entry) -> dict[str, Entry]:
        """The group that an entry belongs to."""
        return self.figures if "metric" in entry else self.relations

    def drop(self, row: str) -> None:
        """Forget what the row with this id gave before."""
        for group in (self.figures, self.relations):
            for key in [k for k in group if row_of(k) == row]:
                del group[key]

    def render(self) -> bytes:
        """The file's bytes; the same for the same content."""
        head = {name: self.head[name] for name in HEAD if name in self.head}
        text = MARK + "".join(lines(head))
        for name, group, names in (
            ("figures", self.figures, FIELDS),
            ("relations", self.relations, RELATION_FIELDS),
        ):
            ordered = sorted(group.values(), key=_order)
            text += "\n" * bool(ordered)
            text += "".join(entries(name, [{n: e[n] for n in names if n in e} for e in ordered]))
        return text.encode()


def _order(entry: Entry) -> tuple[str, ...]:
    names = ("subject", "metric", "predicate", "object", "period", "key")
    return tuple(str(entry.get(name, "")) for name in names)


def row_of(key: str) -> str:
    """The row's id in an entry's key."""
    match = re.fullmatch(r".*-([0-9a-f]{8})(?:-[0-9]+)?", key)
    return match[1] if match else ""


def stem_of(url: str) -> str:
    """The id of a source: its host, and eight hexadecimal digits of its address."""
    host = urlsplit(url).hostname or ""
    return f"{slug(host.removeprefix('www.'), 60)}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def language_of(title: str) -> str:
    """``vi`` for a title with letters that only Vietnamese has, else ``en``."""
    return "vi" if _VIETNAMESE.search(title) else "en"


def read_seed_file(path: Path) -> SeedFile:
    """A file that an import wrote; raises BadInput where something else did."""
    data = read_bytes(path)
    if not data.startswith(MARK.encode()):
        raise BadInput.at(path, "was not written by `kg import`", line=1, remedy="move it to articles/")
    top = parse(data, path)
    head = {name: node.text for name, node in top.entries.items() if isinstance(node, Text)}
    out = SeedFile(head)
    for name, group in (("figures", out.figures), ("relations", out.relations)):
        for entry in _entries(top, name):
            group[str(entry["key"])] = entry
    return out


def _entries(top: YamlMapping, name: str) -> Iterable[Entry]:
    node = top.entries.get(name)
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, YamlMapping):
            yield {key: _value(value) for key, value in item.entries.items()}


def _value(node: object) -> str | tuple[str, ...]:
    if isinstance(node, Text):
        return node.text
    assert isinstance(node, Sequence)
    return tuple(item.text for item in node.items if isinstance(item, Text))


def read_folder(folder: Path) -> dict[str, SeedFile]:
    """The files that imports wrote into a folder, by source address."""
    out = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        found = read_seed_file(path)
        out[found.head.get("url", "")] = found
    return out


def merged(head: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """One head of two of the same source: what one does not know, the other may.

    Raises ValueError where they differ.
    """
    out = dict(head)
    for name, value in other.items():
        known = out.get(name, UNKNOWN)
        if known == UNKNOWN:
            out[name] = value
        elif value not in (UNKNOWN, known):
            raise ValueError(f"{name} {value!r}, but elsewhere {known!r} (correct one)")
    return out
