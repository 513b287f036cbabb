"""seeds/judgements.jsonl: what editors judged of two curated entities, a line each, the latest last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.entity import Entity
from kg.files import decode
from kg.jsonlines import read_line
from kg.judgement import Judgement, from_json
from kg.seeds.references import References

FILE: Final = "judgements.jsonl"


def read_judgements(data: bytes, path: Path, entities: Mapping[str, Entity]) -> tuple[Judgement, ...]:
    """The judgements of the file's bytes; raises BadInput with file and line on anything unexpected, and on
    references that are not curated, with the nearest that is."""
    references = References(entities)

    def judgement(value: dict[str, Any]) -> Judgement:
        found = from_json(value)
        for name, ref in (("left", found.left), ("right", found.right)):
            if ref not in entities:
                near = references.meant(ref, ref.partition("/")[0], anywhere=True)
                hint = f" (did you mean {near}?)" if near else ""
                raise ValueError(f"{name}: {ref!r} is not a curated entity{hint}")
        return found

    return tuple(
        replace(read_line(path, number, line, judgement), place=f"{path}:{number}")
        for number, line in enumerate(decode(data, path).split("\n"), 1)
        if line.strip()
    )
