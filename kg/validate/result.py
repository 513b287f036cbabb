"""One result of a validation, as an engine or a guard reports it, in terms that do not depend on which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from kg.literals import decimal_text
from kg.namespaces import PREFIXES, compact

BLANK: Final = "_:blank"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_PLAIN_TYPES = {PREFIXES["xsd"] + name for name in ("string", "date", "boolean", "dateTime", "anyURI")}
_DECIMAL_TYPE = PREFIXES["xsd"] + "decimal"


@dataclass(frozen=True, slots=True)
class Result:
    """What is wrong with one node.

    `rule` is the IRI of the source shape, or a guard's own name; `focus` and `value` are N-Triples terms (or
    empty), `path` is the IRI of a property or empty.  The messages are empty where the shape has them.
    """

    rule: str
    component: str
    focus: str
    path: str = ""
    value: str = ""
    message: str = ""
    message_vi: str = ""


def unescape(text: str) -> str:
    """The text that an N-Triples string stands for."""

    def character(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            return chr(min(int(code, 16), 0x10FFFF))
        return _NAMED_ESCAPES.get(match[3], match[3])

    return _ESCAPE.sub(character, text) if "\\" in text else text


def plain(term: str) -> str:
    """A term as findings show and compare it: equal for two engines that label or write it differently.

    An IRI without brackets, a blank node without its label, a number in canonical form, a text with its
    language, and any other literal with its datatype.
    """
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith("_:"):
        return BLANK
    match = _LITERAL.fullmatch(term)
    if match is None:
        return term
    text, language, datatype = unescape(match[1]), match[2], match[3]
    if language:
        return f"{text}@{language.lower()}"
    if datatype is None or datatype in _PLAIN_TYPES:
        return text
    if datatype == _DECIMAL_TYPE:
        try:
            return decimal_text(Decimal(text))
        except (InvalidOperation, ValueError):
            return f'"{text}"^^xsd:decimal'
    return f'"{text}"^^{compact(datatype)}'
