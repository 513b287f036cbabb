"""The SPARQL 1.1 Protocol's way to say a query: what is asked, on which graphs (its section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.errors import printable
from kg.web.http.problem import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
# A query may triple its size when it is percent-encoded, and names its graphs beside that.
MAX_BODY = 128 * 1024
_MAX_FIELDS = 1_000
READ_ONLY = "this service is read-only: updates are not accepted"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the dataset it names; no query: the service description is wanted."""

    query: str | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


async def asked(request: Request) -> Asked:
    """What a request to the endpoint asks; raises Problem on what the protocol does not allow."""
    fields = pairs(request.scope["query_string"])
    if request.method != "POST":
        return _of(fields)
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type == UPDATE:
        raise Problem(403, READ_ONLY)
    if media_type not in (FORM, QUERY):
        said = (
            f"{printable(media_type, 80)} cannot be read here" if media_type else "the body has no media type"
        )
        raise Problem(
            415, said, remedy=f"send {QUERY} or {FORM}", headers={"Accept-Post": f"{QUERY}, {FORM}"}
        )
    charset = next(
        (v.strip('"').lower() for n, _, v in (p.strip().partition("=") for p in parameters.split(";"))
         if n.lower() == "charset"), "utf-8",
    )  # fmt: skip
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"the charset {printable(charset, 40)} cannot be read here", remedy="send UTF-8")
    content = await body(request)
    if media_type == FORM:
        return _of([*fields, *pairs(content)], wanted=True)
    try:
        fields.append(("query", content.decode("utf-8")))
    except UnicodeDecodeError as error:
        what = f"the query is not UTF-8 at byte {error.start}"
        raise Problem(400, what, remedy="send UTF-8") from None
    return _of(fields, wanted=True)


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The fields of a query string or form; raises Problem on what is not UTF-8, and on thousands of them."""
    try:
        text = encoded.decode("ascii")
        return parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS, encoding="utf-8"
        )
    except UnicodeDecodeError:
        raise Problem(400, "a parameter is not percent-encoded UTF-8") from None
    except ValueError:
        raise Problem(400, f"more than {_MAX_FIELDS:,} parameters") from None


async def body(request: Request, limit: int = MAX_BODY) -> bytes:
    """The body of a request; raises Problem above the limit."""
    too_large = Problem(413, f"the body has more than {limit:,} bytes", remedy="shorten it")
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise too_large
    content = bytearray()
    try:
        async for block in request.stream():
            content += block
            if len(content) > limit:
                raise too_large
    except ClientDisconnect:
        raise Problem(400, "the body ended early") from None
    return bytes(content)


def _of(fields: list[tuple[str, str]], *, wanted: bool = False) -> Asked:
    if any(name == "update" for name, _ in fields):
        raise Problem(403, READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise Problem(400, f"{len(queries)} queries in one request", remedy="send one")
    if wanted and not queries:
        raise Problem(400, "there is no query", remedy="send it as the parameter `query`")
    default = tuple(dict.fromkeys(value for name, value in fields if name == "default-graph-uri"))
    named = tuple(dict.fromkeys(value for name, value in fields if name == "named-graph-uri"))
    return Asked(queries[0] if queries else None, default, named)
