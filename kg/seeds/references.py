"""Names of curated entities in the seeds, and what was probably meant by those that are not."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from kg.entity import KINDS, Entity
from kg.names import fold
from kg.seeds.fields import Fields


@dataclass(frozen=True, slots=True)
class References:
    """Checks that what a field names is curated."""

    entities: Mapping[str, Entity]

    def take(self, fields: Fields, name: str, text: str, kind: str = "") -> str:
        """The reference ``kind/id`` that a field's `text` stands for; it leaves the kind out where `kind` is
        given.  Raises BadInput with the nearest curated name, and the file that a new one goes into."""
        ref = f"{kind}/{text}" if kind else text
        if ref in self.entities:
            return ref
        target = kind or text.partition("/")[0]
        near = self.meant(text, target, anywhere=not kind)
        known = target in KINDS
        file = f"{KINDS[target][1]}.yaml" if known else "<kind>.yaml"
        add = f"add it to {fields.path.parent.parent.name or 'seeds'}/entities/{file}"
        hint = f"did you mean {near.removeprefix(f'{kind}/')}? or {add}" if near else add
        raise fields.error(f"{text!r} is not a curated {target if known else 'entity (kind/id)'}", name, hint)

    def meant(self, text: str, kind: str, *, anywhere: bool) -> str:
        """Whom `text` probably means: one so called, of its kind or any, before one called nearly so."""
        own, every = self._names(kind), self._names("") if anywhere else {}
        for names in (own, every):
            if ref := names.get(fold(text.rpartition("/")[2])):
                return ref
        for names, word in ((own, text), (every, text.rpartition("/")[2])):
            if near := difflib.get_close_matches(fold(word), names, n=1):
                return names[near[0]]
        return ""

    def _names(self, kind: str) -> dict[str, str]:
        """References by folded id, label and alias, of a kind or of all."""
        names: dict[str, str] = {}
        for ref, entity in self.entities.items():
            if kind in ("", entity.kind) or kind not in KINDS:
                for name in (ref, entity.id, entity.en, entity.vi, *(alias for alias, _ in entity.names)):
                    names.setdefault(fold(name), ref)
        return names
