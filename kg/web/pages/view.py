"""A page before it is written: which template, with what, and its data for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class View:
    """`fields` go into the template; `data` makes the JSON twin; `section` is the part of the menu it is in.

    `twins` are the suffixes of its other twins; `csv` makes the text of the CSV one.
    """

    template: str
    title: str
    data: Callable[[], Mapping[str, Any]]
    fields: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    status: int = 200
    twins: tuple[str, ...] = ()
    csv: Callable[[], str] | None = None
    description: str = ""
