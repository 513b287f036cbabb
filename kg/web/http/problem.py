"""What is told to whoever sent a request that gets no answer: one shape for every error (RFC 9457).

A program gets ``application/problem+json``, a browser a short page, who asks for text one line.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from http import HTTPStatus

from kg.errors import (
    BadInput,
    Busy,
    EndpointFailed,
    EndpointTimeout,
    KGError,
    LimitReached,
    StoreDamaged,
    UsageError,
)
from kg.gate import GateRefused
from kg.web.http.negotiate import Media, choose

RETRY_SECONDS = 2
PROBLEM = Media("problem", ("application/problem+json", "application/json"))
_TEXT = Media("text", ("text/plain",))
_PAGE = Media("html", ("text/html", "application/xhtml+xml"))
_STATUS: tuple[tuple[type[KGError], int], ...] = (
    (UsageError, 400),
    (BadInput, 400),
    (Busy, 503),
    (LimitReached, 503),
    (StoreDamaged, 503),
    (EndpointTimeout, 504),
    (EndpointFailed, 502),
)


class Problem(KGError):
    """A request that is refused with `status`; `headers` go with it."""

    def __init__(
        self,
        status: int,
        what: str,
        *,
        place: str = "",
        remedy: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, place=place, remedy=remedy)
        self.status = status
        self.headers = dict(headers or {})


def problem(error: KGError) -> Problem:
    """An error of ours as the problem that it is for a client."""
    if isinstance(error, Problem):
        return error
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    place, remedy = error.place, error.remedy
    if place and not isinstance(error, GateRefused):
        # A file of ours: the client can do nothing about it, and need not know where it is.
        status, place, remedy = max(status, 503), "", ""
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
    return Problem(status, error.what, place=place, remedy=remedy, headers=headers)


def phrase(status: int) -> str:
    """The name of a status; 499 is ours, for a client that did not wait."""
    return "Client Closed Request" if status == 499 else HTTPStatus(status).phrase


def body(error: Problem, accept: str | None) -> tuple[str, bytes]:
    """Media type and bytes of a problem, in what the client likes best of page, text and JSON."""
    media = choose(accept, (PROBLEM, _PAGE, _TEXT)) or PROBLEM
    title = phrase(error.status)
    if media is _TEXT:
        return media.header, f"{error.line()}\n".encode()
    if media is _PAGE:
        told = html.escape(error.line())
        page = (
            f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{error.status} {title}</title>\n'
            f"<h1>{title}</h1>\n<p>{told}</p>\n</html>\n"
        )
        return media.header, page.encode()
    content = {"type": "about:blank", "title": title, "status": error.status, "detail": error.line()}
    if error.place:
        content["place"] = error.place
    if error.remedy:
        content["remedy"] = error.remedy
    return media.header, (json.dumps(content, ensure_ascii=False) + "\n").encode()
