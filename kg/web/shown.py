"""What others wrote, made fit to be shown: nothing in it is unseen, and only web addresses are followed."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

_UNSEEN: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    """`text` with characters that cannot be seen shown as their code points: U+202E."""
    if text.isprintable():
        return text
    return "".join(
        f"U+{ord(c):04X}" if unicodedata.category(c) in _UNSEEN and c not in "\n\t" else c for c in text
    )


def outward(address: str | None) -> str | None:
    """An address that a link may lead to: http or https with a host, else None."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname and address.isprintable() else None
