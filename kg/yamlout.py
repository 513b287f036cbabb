"""Writing the YAML of seeds: mappings of texts, lists of texts and lists of mappings, nothing else.

`kg.yamlfile.parse` gives back every text that is written here.  A text is plain where that is plainly safe,
else in double quotes with escapes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from kg.files import canonical_text

Value = str | Sequence[str]
# Letters, digits and signs that begin nothing in YAML; a plain text begins with one of them.
_FIRST = re.compile(r"[^\W_]|[$€£¥₫“‘(+~/]")
_SPECIAL = re.compile(r":(?:\s|$)|\s#")
# In brackets, these end an item too, and a colon may stand before any of them.
_SPECIAL_IN_FLOW = re.compile(r"[:#\[\]{},]")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_NEVER_PLAIN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def scalar(text: str, *, flow: bool = False) -> str:
    """`text` as YAML, for a value or (`flow`) an item of a list in brackets.

    Raises ValueError on half a character (a lone surrogate), which no file can hold.
    """
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError(f"{text!r} holds half a character")
    return text if _is_plain(text, flow=flow) else f'"{"".join(map(_escaped, text))}"'


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or _FIRST.match(text) is None or canonical_text(text) != text:
        return False
    if (_SPECIAL_IN_FLOW if flow else _SPECIAL).search(text):
        return False
    return not any(unicodedata.category(c) in _NEVER_PLAIN or (c.isspace() and c != " ") for c in text)


def _escaped(character: str) -> str:
    if (short := _SHORT.get(character)) is not None:
        return short
    code = ord(character)
    kept = character == " " or (
        unicodedata.category(character)[0] in "LNPS"
        and unicodedata.normalize("NFC", character) == character
        and not unicodedata.combining(character)
        # Signs and letters of later letters' composition (Hangul's second and third parts) stay apart.
        and not 0x1160 <= code <= 0x11FF
    )
    if kept:
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def lines(fields: Mapping[str, Value], indent: str = "") -> Iterator[str]:
    """``name: value`` for each field, a list in brackets; names are written as they are."""
    for name, value in fields.items():
        if isinstance(value, str):
            yield f"{indent}{name}: {scalar(value)}\n"
        else:
            yield f"{indent}{name}: [{', '.join(scalar(item, flow=True) for item in value)}]\n"


def entries(name: str, items: Sequence[Mapping[str, Value]]) -> Iterator[str]:
    """A list of mappings below `name`; nothing for none."""
    if not items:
        return
    yield f"{name}:\n"
    for item in items:
        for number, line in enumerate(lines(item, "    ")):
            yield line if number else f"  - {line[4:]}"
