"""One complaint about a thing: what rule, how bad, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from kg.lists import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint.

    `focus` is the IRI (or file place) it is about, `rule` the id of the shape or check, `message` what is
    wrong, `remedy` what to do, `path` and `value` the property and value concerned, `place` the seed file and
    line where the focus was written, as far as known.
    """

    severity: Severity
    focus: str
    rule: str
    message: str
    remedy: str = ""
    path: str = ""
    value: str = ""
    place: str = ""
    message_vi: str = ""

    def key(self) -> tuple[str, str, str, str, str]:
        """What makes two findings the same, also between two engines."""
        return (self.severity.value, self.focus, self.rule, self.path, self.value)

    def line(self) -> str:
        """The complaint as one line of text."""
        where = f"{self.place}: " if self.place else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        value = f" [{self.value}]" if self.value else ""
        return f"{where}{self.severity.value}: {self.message}{value} — {self.focus} · {self.rule}{remedy}"
