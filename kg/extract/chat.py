"""One conversation turn with an OpenAI-compatible endpoint: a question out, the text of its answer back.

Whoever starts it names the address; nothing is sent anywhere else.  There are no redirects and no proxies,
the key goes over https or to this machine only and stands in no message, answers are limited in size, and
all turns together in time.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.errors import EndpointFailed, LimitReached, UsageError, printable
from kg.remote import check_endpoint, shown

MAX_ANSWER: Final = 2_000_000
ATTEMPTS: Final = 4
MAX_WAIT: Final = 20.0
REQUEST_SECONDS: Final = 120.0
_BLOCK = 1 << 16
_TRY_AGAIN = (429, 500, 502, 503, 504)
# What servers say that do not know a response format.
_UNKNOWN_FORMAT = (400, 415, 422)
_PATH = "/chat/completions"


class BadAnswer(Exception):
    """The endpoint answered, and its answer is none: malformed, cut off, or empty."""


@dataclass
class Chat:
    """An endpoint and a model of it; `url` is the API's base address, as in ``http://localhost:8080/v1``.

    `seconds` limits all turns together.  Raises UsageError for an address or key that cannot be used.
    """

    url: str
    model: str
    key: str = ""
    seconds: float = 900.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _formats: list[str] = field(default_factory=lambda: ["json_schema", "json_object"])
    _until: float = 0.0

    def __post_init__(self) -> None:
        try:
            check_endpoint(self.url)
        except UsageError as error:
            remedy = "set KG_MODEL_URL to http(s)://HOST:PORT/v1, and the key in KG_MODEL_KEY"
            raise UsageError(error.what, place="KG_MODEL_URL", remedy=remedy) from None
        parts = urllib.parse.urlsplit(self.url)
        if parts.query:
            raise UsageError("no query is allowed in the address", place="KG_MODEL_URL")
        if not self.model:
            raise UsageError("no model is named", remedy="set KG_MODEL_NAME")
        if self.key and (not self.key.isascii() or not self.key.isprintable() or " " in self.key):
            raise UsageError("the key holds characters that no header can", place="KG_MODEL_KEY")
        if self.key and parts.scheme != "https" and not _is_this_machine(parts.hostname or ""):
            remedy = "use https, or leave KG_MODEL_KEY empty"
            raise UsageError("a key is not sent unencrypted", place="KG_MODEL_URL", remedy=remedy)
        path = parts.path.rstrip("/")
        self._host, self._port = parts.hostname or "", parts.port
        self._https = parts.scheme == "https"
        self._path = path if path.endswith(_PATH) else path + _PATH
        self.place = shown(self.url)

    def ask(self, system: str, user: str, schema: Mapping[str, Any]) -> str:
        """The text that the model answers to `user` under the instructions `system`, formed by `schema`.

        Raises BadAnswer for an answer that is none, EndpointFailed where there is none to be had, and
        LimitReached when time is up or the answer is too large.
        """
        self._until = self._until or self.clock() + self.seconds
        while True:
            status, headers, data = self._tried(self._body(system, user, schema))
            if status == 200:
                return self._text(data)
            if status in _UNKNOWN_FORMAT and len(self._formats) > 1:
                del self._formats[0]  # a server that knows no schemas is asked without from now on
                continue
            if 300 <= status < 400:
                target = printable(urllib.parse.urlsplit(headers.get("location", "")).netloc, 100)
                raise self._failed(
                    f"redirects to {target or 'another address'} (HTTP {status})",
                    "redirects are not followed; give the final address",
                )
            remedies = {401: "check KG_MODEL_KEY", 403: "check KG_MODEL_KEY", 404: "check KG_MODEL_URL"}
            raise self._failed(f"HTTP {status}{self._said(data)}", remedies.get(status, ""))

    def _body(self, system: str, user: str, schema: Mapping[str, Any]) -> bytes:
        wanted: dict[str, Any] = {"type": self._formats[0]}
        if self._formats[0] == "json_schema":
            wanted["json_schema"] = {"name": "claims", "strict": True, "schema": schema}
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = {
            "model": self.model, "messages": messages, "temperature": 0, "seed": 0, "stream": False,
            "response_format": wanted,
        }  # fmt: skip
        return json.dumps(body, ensure_ascii=False).encode("utf-8")

    def _tried(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        """The answer after at most ATTEMPTS attempts, whatever its status."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                status, headers, data = self._send(body)
                if status not in _TRY_AGAIN or attempt == ATTEMPTS:
                    return status, headers, data
                wait = _wait(headers.get("retry-after"), attempt)
            except (OSError, http.client.HTTPException) as error:
                if attempt == ATTEMPTS or isinstance(
                    error, ConnectionRefusedError | TimeoutError | ssl.SSLError
                ):
                    raise self._failed(f"does not answer: {_reason(error)}") from None
                wait = _wait(None, attempt)
            if self.clock() + wait > self._until:
                raise self._late()
            self.sleep(wait)
        raise AssertionError("unreachable")

    def _send(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        left = self._until - self.clock()
        if left <= 0:
            raise self._late()
        timeout = min(REQUEST_SECONDS, left)
        connection: http.client.HTTPConnection
        if self._https:
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(self._host, self._port, timeout=timeout, context=context)
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            connection.request("POST", self._path, body=body, headers=headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return response.status, found, self._read(response)
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        blocks: list[bytes] = []
        size = 0
        while block := response.read1(_BLOCK):
            size += len(block)
            if size > MAX_ANSWER:
                raise LimitReached(f"its answer is larger than {MAX_ANSWER:,} bytes", place=self.place)
            if self.clock() > self._until:
                raise self._late()
            blocks.append(block)
        # read1 ends quietly on a body that was cut; the length that is still owed says so.
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(blocks)

    def _text(self, data: bytes) -> str:
        try:
            choice = json.loads(data)["choices"][0]
            text, reason = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise BadAnswer("the answer is not that of a chat") from None
        if reason == "length":
            raise BadAnswer("the answer was cut off")
        if not isinstance(text, str) or not text.strip():
            raise BadAnswer("the answer is empty")
        return text

    def _failed(self, what: str, remedy: str = "") -> EndpointFailed:
        return EndpointFailed(what, place=self.place, remedy=remedy)

    def _late(self) -> LimitReached:
        what = f"the model took longer than {self.seconds:g} seconds altogether"
        return LimitReached(what, place=self.place, remedy="give it a shorter text")

    def _said(self, data: bytes) -> str:
        """The first line of an error's body, without our key: some servers repeat it."""
        text = data[:4_000].decode("utf-8", "replace")
        if self.key:
            text = text.replace(self.key, "…")
        words = " ".join(text.split())
        return f": {printable(words, 160)}" if words and not words.startswith("<") else ""


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wait(retry_after: str | None, attempt: int) -> float:
    if retry_after and retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after[:6]), MAX_WAIT)
    return min(0.5 * float(2 ** (attempt - 1)), MAX_WAIT)


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(" ".join(str(text).split()), 160)
