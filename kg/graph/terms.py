"""Terms as N-Quads text, each through a check: nothing reaches a file that a strict parser would refuse.

Text templates are many times faster than objects (see tests/benchmarks), and as safe when every term comes
from here: IRIs are ours by construction or pass pyoxigraph's own constructor, texts are escaped, numbers and
dates are formatted from typed values.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache, lru_cache

from kg.literals import decimal_text
from kg.namespaces import ID, PREFIXES, is_local_id, term

_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r"}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_XSD = PREFIXES["xsd"]
_DECIMAL = f'"^^<{_XSD}decimal>'
_DATE = f'"^^<{_XSD}date>'
TRUE = f'"true"^^<{_XSD}boolean>'
FALSE = f'"false"^^<{_XSD}boolean>'


@lru_cache(maxsize=1 << 17)
def foreign(text: str) -> str:
    """An IRI that is not ours by construction, checked by pyoxigraph; raises ValueError on a bad one."""
    import pyoxigraph as ox

    if re.search(r"[\x00-\x20<>\"{}|\\^`]", text):
        raise ValueError(f"not an IRI: {text!r}")
    return str(ox.NamedNode(text))


@lru_cache(maxsize=1 << 17)
def ref(reference: str) -> str:
    """The IRI of ``kind/id``; raises ValueError where either part may not stand in an IRI."""
    kind, _, local = reference.partition("/")
    if not (is_local_id(kind) and is_local_id(local)):
        raise ValueError(f"not a reference: {reference!r}")
    return f"<{ID}{kind}/{local}>"


@cache
def vt(name: str) -> str:
    """The IRI of a term of our vocabulary."""
    return f"<{term(name)}>"


@cache
def known(prefix: str, name: str) -> str:
    """The IRI of a term of a vocabulary that we reuse."""
    return foreign(PREFIXES[prefix] + name)


def quoted(text: str) -> str:
    """`text` between quotes, escaped; raises ValueError on control characters and lone surrogates."""
    # isprintable() is false for every control character and surrogate, and much faster than a pattern.
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    if _FORBIDDEN.search(text):
        raise ValueError(f"control character or lone surrogate in {text!r}")
    return f'"{text.translate(_ESCAPES)}"'


def tagged(text: str, language: str) -> str:
    """A text in a language, ``en`` or ``vi``."""
    if language not in ("en", "vi"):
        raise ValueError(f"not a language of this graph: {language!r}")
    return f"{quoted(text)}@{language}"


def number(value: Decimal) -> str:
    """An xsd:decimal in canonical form."""
    return f'"{decimal_text(value)}{_DECIMAL}'


def whole(value: int) -> str:
    """A whole number, as the xsd:decimal that every number of the graph is."""
    return f'"{int(value)}{_DECIMAL}'


def date(value: dt.date) -> str:
    """An xsd:date."""
    return f'"{value.isoformat()}{_DATE}'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return TRUE if value else FALSE
