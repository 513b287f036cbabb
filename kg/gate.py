"""The gate before every SPARQL query that comes from outside.

It reads the text as tokens, before any parser does, because the parsers cannot be trusted with it: pyoxigraph
overflows its stack on deep nesting, and both pyoxigraph and rdflib call any address that SERVICE names.
Refused are: texts that are long, deep or of many tokens; updates; SERVICE in any spelling; FROM of anything
but our own graphs; escapes and characters that two parsers could read in two ways.

Oxigraph's grammar needs no blank between a keyword and what follows (``SERVICESILENT<…>``,
``trueSERVICE<…>``), and `<` may open an IRI or compare: where a text can be read in two ways, the dangerous
reading counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kg.errors import BadInput, KGError
from kg.namespaces import GRAPH, KIND_PREFIXES, PREFIXES

MAX_BYTES = 16 * 1024
MAX_DEPTH = 64
MAX_TOKENS = 4_000
ROW_FORMS = ("SELECT", "ASK")
GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")
KNOWN_PREFIXES = {**PREFIXES, **KIND_PREFIXES}
_UPDATE = re.compile(r"INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH|USING|DEFINE")
_PREFIX_OPERATORS = "!+-^/|&=*"

_TOKEN = re.compile(
    r"""
      (?P<blank>   [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string>  \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<variable>[?$][^\W]\w* )
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<word>    [\w:] (?:[\w:]|(?<!:)\.(?=[\w:%-])|[-%](?=[\w:%-])|\\[-_~.!$&*+,;=/?@%])* )
    | (?P<sign>    [^\s\w"'\\] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PLACE = re.compile(r"\bat ([0-9]+):([0-9]+)")
_PREFIX = re.compile(r"[A-Za-z][\w-]*")
# `<entity/x>` needs a base, and there is none; `?a<?b&&?c>?d` compares.
_RELATIVE = re.compile(r"<[\w./#%~-]*>")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class GateRefused(BadInput):
    """The query was not let through; nothing was run."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A query that may run: its form, and its text after the prefixes of ours that it does not declare.

    `union`: its default graph is the union of all graphs, unless it names graphs by FROM.
    """

    form: str
    typed: str
    prologue: str = ""
    union: bool = True

    @property
    def text(self) -> str:
        """What is run; the prologue stands on the query's own first line."""
        return self.prologue + self.typed

    @property
    def is_graph(self) -> bool:
        """Whether it gives triples instead of rows."""
        return self.form in GRAPH_FORMS

    @contextmanager
    def places(self) -> Iterator[None]:
        """Within it, a place that an engine's error names is one of the query as it was typed."""
        try:
            yield
        except KGError as error:
            what = _PLACE.sub(self._place, error.what)
            raise type(error)(what, place=error.place, remedy=error.remedy) from None

    def _place(self, match: re.Match[str]) -> str:
        line, column = int(match[1]), int(match[2])
        return f"at {line}:{max(column - len(self.prologue), 1) if line == 1 else column}"


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int


def check(query: str | bytes, name: str = "query") -> Passed:
    """Let `query` through, or raise GateRefused with the place (``NAME:LINE:COLUMN``) of what is wrong.

    Time and memory are linear in its size; nothing is looked up and nothing is run.
    """
    try:
        return _checked(query)
    except GateRefused as error:
        raise GateRefused(error.what, place=name + error.place, remedy=error.remedy) from None


def _checked(query: str | bytes) -> Passed:
    data = query.encode("utf-8", "surrogatepass") if isinstance(query, str) else query
    if len(data) > MAX_BYTES:
        what = f"the query has {len(data):,} bytes, above the limit of {MAX_BYTES:,}"
        raise GateRefused(what, remedy="shorten it")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"the query is not UTF-8 at byte {error.start}"
        raise GateRefused(what, remedy="save it as UTF-8") from None
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    tokens = _tokens(text)
    _limit(tokens)
    form = _form(tokens)
    declared = _declared(tokens)
    for number, token in enumerate(tokens):
        if token.kind == "iri":
            _check_iri(token)
        elif token.kind == "word":
            _check_word(token, tokens[number + 1 :][:2], declared)
    from_graphs = any(token.kind == "word" and token.text.upper().startswith("FROM") for token in tokens)
    return Passed(form, text, _prologue(tokens, declared), not from_graphs)


def _refused(token: _Token, what: str, remedy: str = "") -> GateRefused:
    return GateRefused(what, place=f":{token.line}:{token.column}", remedy=remedy)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, line, start = 0, 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        kind, read = (match.lastgroup or "", match[0]) if match else ("", text[at])
        token = _Token(kind, read, line, at - start + 1)
        if match is None:
            what = "an open quote" if text[at] in "\"'" else f"the character U+{ord(text[at]):04X}"
            raise _refused(token, f"{what} cannot stand here", "close or remove it")
        if token.kind != "blank":
            found.append(token)
            if len(found) > MAX_TOKENS:
                raise _refused(token, f"more than {MAX_TOKENS:,} tokens", "shorten the query")
        if _CONTROL.search(read):
            raise _refused(token, "a control character", "remove it")
        if token.kind == "string":
            _check_string(token)
        if "\n" in read:
            line += read.count("\n")
            start = at + read.rindex("\n") + 1
        at += len(read)
    return found


def _check_string(token: _Token) -> None:
    # A parser may replace \u escapes before it looks for the closing quote, or after.
    for match in _ESCAPE.finditer(token.text):
        if chr(min(int(match[1] or match[2], 16), 0x10FFFF)) in "\"'\\\r\n":
            raise _refused(token, f"the escape {match[0]} in a text", 'write \\" or \\n')


def _limit(tokens: list[_Token]) -> None:
    depth = chain = 0
    for token in tokens:
        if token.kind == "sign" and token.text in "{([":
            depth += 1
        elif token.kind == "sign" and token.text in "})]":
            depth -= 1
        # A run of operators nests as deep as it is long.
        chain = chain + 1 if token.kind == "sign" and token.text in _PREFIX_OPERATORS else 0
        if depth > MAX_DEPTH or chain > MAX_DEPTH:
            raise _refused(token, f"nested deeper than {MAX_DEPTH}", "simplify the query")


def _form(tokens: list[_Token]) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE: the first word that is not of the prologue."""
    skip = 0
    for token in tokens:
        word = token.text.upper()
        if skip:
            skip -= 1
        elif token.kind == "word" and word == "PREFIX":
            skip = 2
        elif token.kind == "word" and word == "BASE":
            raise _refused(token, "BASE is not allowed", "write the addresses in full")
        else:
            for form in ROW_FORMS + GRAPH_FORMS:
                if token.kind == "word" and word.startswith(form):
                    return form
            what = "updates are not allowed" if _UPDATE.match(word) else "not a SPARQL query"
            raise _refused(token, f"{what}: {token.text}", "start with SELECT, ASK, CONSTRUCT or DESCRIBE")
    raise GateRefused("the query is empty", remedy="start with SELECT, ASK, CONSTRUCT or DESCRIBE")


def _declared(tokens: list[_Token]) -> dict[str, str]:
    found = {}
    for number, token in enumerate(tokens[:-2]):
        name, address = tokens[number + 1 : number + 3]
        if token.kind == "word" and token.text.upper() == "PREFIX" and address.kind == "iri":
            found[name.text.removesuffix(":")] = address.text[1:-1]
    return found


def _check_iri(token: _Token) -> None:
    # `?a<?b)SERVICE?c#>` has the shape of an IRI; to a parser that takes `<` as "less" it is a call.
    if re.search(r"\).*service", token.text, re.IGNORECASE):
        raise _refused(token, "SERVICE is not allowed", "query one store at a time")
    if max(token.text.count("("), token.text.count("!")) > MAX_DEPTH:
        raise _refused(token, f"nested deeper than {MAX_DEPTH}", "simplify the query")
    if _RELATIVE.fullmatch(token.text):
        raise _refused(token, f"{token.text} is no full address", "write <https://…>, or a prefix and a name")


def _check_word(token: _Token, following: list[_Token], declared: dict[str, str]) -> None:
    head, colon, _ = token.text.partition(":")
    word = head.upper()
    if "SERVICE" in word or "SERVICE" in token.text.upper().partition(".")[2]:
        raise _refused(token, "SERVICE is not allowed", "query one store at a time")
    if word.startswith("FROM"):
        if colon or word not in ("FROM", "FROMNAMED"):
            raise _refused(token, "FROM needs a blank after it")
        graphs = [t for t in following if not (t.kind == "word" and t.text.upper() == "NAMED")]
        if not graphs or not _resolved(graphs[0], declared).startswith(GRAPH):
            what = "FROM names a graph that is not of this dataset"
            raise _refused(token, what, f"graphs start with <{GRAPH}")
    if not colon and _UPDATE.match(word):
        what = f"updates are not allowed: {token.text}"
        raise _refused(token, what, "the store is built from files: kg build")
    if colon and _PREFIX.fullmatch(head) and head not in declared and head not in KNOWN_PREFIXES:
        known = f"known: {', '.join(PREFIXES)}, and kinds: company, metric, unit, claim, …"
        raise _refused(token, f"unknown prefix {head!r}", known)
    # `kg:company/x` reads as a path whose second step is no name.
    if head == "kg" and [t.text for t in following[:1]] == ["/"] and following[1:]:
        rest = following[1]
        if rest.kind == "word" and ":" not in rest.text and rest.text != "a":
            short = f"{token.text.partition(':')[2]}:{rest.text}"
            raise _refused(token, f"{token.text}/{rest.text} is no name in SPARQL", f"write {short}")


def _resolved(token: _Token, declared: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return {**KNOWN_PREFIXES, **declared}.get(prefix, "") + local.replace("\\", "")


def _prologue(tokens: list[_Token], declared: dict[str, str]) -> str:
    """Declarations of our prefixes that are used and not declared, on the query's own first line."""
    used = {
        token.text.partition(":")[0]
        for before, token in pairwise([_Token("", "", 0, 0), *tokens])
        if token.kind == "word" and ":" in token.text and before.text.upper() != "PREFIX"
    }
    missing = sorted((used - set(declared)) & set(KNOWN_PREFIXES))
    return "".join("PREFIX " + name + ": <" + KNOWN_PREFIXES[name] + "> " for name in missing)
