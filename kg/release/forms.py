"""What whoever reads a release relies on: the form of its manifest and of the rows of its tables.

A release may come from anybody.  Its digests say that it is what somebody sealed, not that it makes sense.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Fits = Callable[[Any], bool]
Form = Mapping[str, Fits]

VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


def unfit(value: Mapping[str, Any], form: Form) -> list[str]:
    """The names under which `value` has not what `form` wants; raises KeyError or TypeError where it has
    nothing of that name, or no names at all."""
    return [name for name, fits in form.items() if not fits(value[name])]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _terms(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_text(term["claim"]) for term in value)


def _place(value: Any) -> bool:
    return value is None or type(value) is int


def _or_none(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)


def _entries(fits: Fits) -> Fits:
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _form(texts: str, **more: Fits) -> Form:
    """Texts under these names, and what else is given."""
    return dict.fromkeys(texts.split(), _text) | more


MANIFEST_FORM: Final = _form(
    "format date",
    version=lambda value: _text(value) and VERSION.fullmatch(value) is not None,
    counts=_entries(lambda count: type(count) is int),
    graphs=_entries(_object),
    files=_entries(_object),
    dataset=_object,
)
# By table of a build.
ROWS: Final = {
    "figures": _form(
        "claim article slot unit metric subject_label period_label hedge", value=_number,
        value_max=_or_none(_number), surface=_or_none(_text), start=_place, end=_place,
    ),
    "relations": _form(
        "claim article subject predicate object period_label", start=_place, end=_place,
    ),
    "articles": _form("article", title=_or_none(_text), url=_or_none(_text)),
    "entities": _form("entity en"),
    "conflicts": _form("id verdict question", claims=_texts, figures=_texts),
    "checks": _form("id verdict rule explanation", claims=_texts, terms=_terms),
    "slots": _form("slot agreement"),
}  # fmt: skip
