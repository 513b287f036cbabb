"""seeds/judgements.jsonl: what editors judged of two curated entities, a line each, the latest last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.entity import Entity
from kg.errors import BadInput, printable
from kg.files import decode
from kg.jsonlines import read_line
from kg.judgement import Judgement, from_json
from kg.seeds.references import References

FILE: Final = "judgements.jsonl"


def read_judgements(data: bytes, path: Path, entities: Mapping[str, Entity]) -> tuple[Judgement, ...]:
    """The judgements of the file's bytes; raises BadInput with file and line on anything unexpected, and on
    references that are not curated, with the nearest that is."""
    found = tuple(
        replace(read_line(path, number, line, from_json), place=f"{path.name}:{number}")
        for number, line in enumerate(decode(data, path).split("\n"), 1)
        if line.strip()
    )
    for judgement in found:
        check_references(judgement, entities, f"{path.parent}/{judgement.place}")
    return found


def check_references(judgement: Judgement, entities: Mapping[str, Entity], place: str = "") -> None:
    """Raises BadInput at `place`, with the nearest name, where one of the two is not curated."""
    for ref in (judgement.left, judgement.right):
        if ref not in entities:
            near = References(entities).meant(ref, ref.partition("/")[0], anywhere=True)
            remedy = f"did you mean {near}?" if near else "kind/id of an entity of the seeds"
            what = f"{printable(ref, 80)!r} is not a curated entity"
            raise BadInput(what, place=place, remedy=remedy)
