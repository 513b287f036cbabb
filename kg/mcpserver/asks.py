"""What the tools take, as strict models: the input schemas are made from them.

Nothing is coerced and nothing is ignored: an unknown argument, a number as text or a control character is an
error that names the argument.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from kg import gate
from kg.errors import UsageError, printable
from kg.query import names

MAX_QUERY = 16_384
_DRAWING = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SHOWN = 3
# The kinds of errors in names of arguments, as pydantic calls them.
_MISNAMED = ("missing", "extra_forbidden")


def _plain(text: str) -> str:
    for character in text:
        if unicodedata.category(character) in _DRAWING:
            raise ValueError(f"the control or format character U+{ord(character):04X} must not be there")
    return unicodedata.normalize("NFC", text)


Text = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_plain)]
Id = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]


class Ask(BaseModel):
    """Arguments of a tool."""

    model_config = ConfigDict(extra="forbid", strict=True)

    def check(self) -> None:
        """Raise a KGError where nothing needs to be opened to see that there is no answer."""


class InLanguage(Ask):
    """Arguments of a tool that answers in a language."""

    language: Literal["en", "vi"] = Field("en", description="Language of sentences and labels.")


class AsOf(InLanguage):
    """Arguments of a tool that can look back."""

    as_of: Text | None = Field(
        None, description="What could be known on that day, from articles published until then: 2024-06-30."
    )


class FindEntities(Ask):
    """Arguments of search_entities."""

    text: Text = Field(
        description="A name or part of one, in English or Vietnamese, with or without tone marks."
    )
    kinds: list[Id] | None = Field(None, max_length=26, description="Only these kinds: company, metric, …")
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class FindSlots(AsOf):
    """Arguments of search_slots."""

    subject: Id | None = Field(None, description="Id of whom the figures are about: company/viettel-group.")
    metric: Id | None = Field(None, description="Id of what is measured: metric/revenue.")
    period: Text | None = Field(
        None, description="2024 (its halves, quarters and months too), 2024-H1, 2024-03."
    )
    text: Text | None = Field(
        None,
        description="Words of the question, or a question in plain English or Vietnamese, with or without "
        "tone marks: size of Vietnam's digital technology industry in 2024.",
    )
    disputed: bool = Field(False, description="Only slots whose sources disagree.")
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Offset = 0


class GetSlot(AsOf):
    """Arguments of get_slot."""

    slot: Id = Field(description="Id of a slot, as search_slots gives it.")
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    offset: Offset = 0


class Compare(AsOf):
    """Arguments of compare."""

    claims: list[Id] = Field(min_length=2, max_length=8, description="Ids of two to eight figure claims.")


class Explain(AsOf):
    """Arguments of explain_conflict."""

    id: Id = Field(description="Id of a finding, of a slot, or of a claim.")
    limit: Annotated[int, Field(ge=1, le=50)] = 3
    offset: Offset = 0


class GetEvidence(AsOf):
    """Arguments of get_evidence."""

    claim: Id = Field(description="Id of a figure claim or a relation claim.")


class RunQuestion(AsOf):
    """Arguments of run_question."""

    name: Id = Field(
        description="Name of the question.", json_schema_extra=lambda s: s.update(enum=[*names()])
    )
    parameters: dict[Id, str | int] = Field(
        default_factory=dict,
        max_length=12,
        description="Values by name: company, subject, metric, year, from, to, article, …; none means all.",
    )
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Offset = 0

    def check(self) -> None:
        """The question must be there."""
        if self.name not in (known := names()):
            near = get_close_matches(self.name, known, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else f"questions: {', '.join(known)}"
            what = f"there is no question {printable(self.name, 60)}"
            raise UsageError(what, place="name", remedy=hint)


class Sparql(Ask):
    """Arguments of sparql."""

    query: Annotated[str, Field(min_length=1, max_length=MAX_QUERY)] = Field(
        description="SELECT, ASK, CONSTRUCT or DESCRIBE; vt:, kg: and a prefix for each kind are declared: "
        "SELECT * { ?c vt:subject company:fpt-corporation ; vt:metric ?m ; vt:periodLabel ?t ; vt:value ?v }"
    )
    as_of: Text | None = Field(None, description="What could be known on that day: 2024-06-30.")

    def check(self) -> None:
        """The gate must let the query through."""
        gate.check(self.query)


A = TypeVar("A", bound=Ask)


def read(asks: type[A], arguments: Mapping[str, Any]) -> A:
    """The arguments of a call; raises UsageError naming those that do not fit, and as `Ask.check` does."""
    try:
        ask = asks.model_validate(dict(arguments))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
        told = [_problem(p["loc"], p["type"], p["msg"], p["input"]) for p in problems]
        more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        what = printable("; ".join(told[:_SHOWN]), 600) + more
        misnamed = any(p["type"] in _MISNAMED for p in problems)
        raise UsageError(
            what, remedy=f"arguments: {', '.join(asks.model_fields)}" if misnamed else ""
        ) from None
    ask.check()
    return ask


def _problem(place: tuple[int | str, ...], type_: str, message: str, given: object) -> str:
    """What is wrong with which argument, and what was given, where that is short."""
    where = printable(".".join(map(str, place)), 60) or "arguments"
    told = f"{where}: {message.removeprefix('Value error, ')}"
    short = isinstance(given, str | float | bool | None) or (isinstance(given, int) and abs(given) < 10**20)
    if type_ in _MISNAMED or not short:
        return told
    return f"{told}, not {printable(json.dumps(given, ensure_ascii=False), 40)}"
