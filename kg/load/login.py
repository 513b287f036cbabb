"""Credentials for one server: Basic or Digest (RFC 7616), as its challenge asks.

Nothing is sent before the server has asked, and nothing of it appears in a message.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

_PAIR = re.compile(r'([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_HASHES: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}


@dataclass(slots=True)
class _Challenge:
    realm: str
    nonce: str
    opaque: str
    algorithm: str
    qop: bool
    count: int = 0


class Login:
    """The Authorization header of each request, once the server has said what it wants."""

    def __init__(self, credentials: tuple[str, str] | None) -> None:
        self._credentials = credentials
        self._basic = False
        self._digest: _Challenge | None = None

    @property
    def known(self) -> bool:
        """Whether there are credentials at all."""
        return self._credentials is not None

    def answer(self, challenge: str) -> bool:
        """Take a WWW-Authenticate header; False when there is nothing (new) to answer it with."""
        if self._credentials is None:
            return False
        scheme, _, rest = challenge.strip().partition(" ")
        if scheme.lower() == "basic":
            fresh, self._basic = not self._basic, True
            return fresh
        if scheme.lower() != "digest":
            return False
        fields = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PAIR.finditer(rest)}
        algorithm = fields.get("algorithm", "MD5").upper()
        if algorithm not in _HASHES or "nonce" not in fields:
            return False
        self._digest = _Challenge(
            fields.get("realm", ""),
            fields["nonce"],
            fields.get("opaque", ""),
            algorithm,
            "auth" in re.split(r"[\s,]+", fields.get("qop", "")),
        )
        return True

    def header(self, method: str, target: str) -> dict[str, str]:
        """The Authorization header for a request, or none."""
        if self._credentials is None:
            return {}
        if self._digest is not None:
            return {"Authorization": self._digest_header(self._digest, method, target)}
        return {"Authorization": f"Basic {self._token()}"} if self._basic else {}

    def redact(self, text: str) -> str:
        """`text` without the password and the token, should a server repeat them."""
        if self._credentials is not None:
            for secret in (self._token(), self._credentials[1]):
                text = text.replace(secret, "***") if secret else text
        return text

    def _token(self) -> str:
        assert self._credentials is not None
        return base64.b64encode(":".join(self._credentials).encode()).decode("ascii")

    def _digest_header(self, challenge: _Challenge, method: str, target: str) -> str:
        assert self._credentials is not None
        user, password = self._credentials
        hashed = _HASHES[challenge.algorithm]

        def h(*parts: str) -> str:
            return hashed(":".join(parts).encode())

        challenge.count += 1
        count, client = f"{challenge.count:08x}", secrets.token_hex(8)
        who, what = h(user, challenge.realm, password), h(method, target)
        fields = {"username": user, "realm": challenge.realm, "nonce": challenge.nonce, "uri": target}
        bare = {"algorithm": challenge.algorithm}
        if challenge.qop:
            fields["response"] = h(who, challenge.nonce, count, client, "auth", what)
            fields["cnonce"] = client
            bare |= {"qop": "auth", "nc": count}
        else:
            fields["response"] = h(who, challenge.nonce, what)
        if challenge.opaque:
            fields["opaque"] = challenge.opaque
        quoted = (f'{name}="{_escaped(value)}"' for name, value in fields.items())
        return "Digest " + ", ".join([*quoted, *(f"{name}={value}" for name, value in bare.items())])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
