"""What is checked before SHACL, because SHACL or its engines would let it pass or trip over it.

Both engines call ``"abc"^^xsd:gYear`` and digits of other scripts valid, NaN stops one of them, neither knows
how many statements a graph should have, and blank nodes without a type are no shape's focus.  The guards read
canonical N-Quads (as pyoxigraph and `kg.graph` write them: one statement a line, one blank between terms), by
regular expressions that are linear in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.namespaces import DATASET, GRAPH, PREFIXES
from kg.validate.result import Result

LEXICAL_RULE: Final = "LexicalForm"
BLANK_RULE: Final = "NoBlankNodes"
COUNT_RULE: Final = "GraphCount"
CONTROL_RULE: Final = "NoControlCharacters"
_XSD = PREFIXES["xsd"]
_OPEN_TYPE = f'"^^<{_XSD}'.encode()
_TRIPLES = PREFIXES["void"] + "triples"
_LINE = re.compile(
    r'(<[^>]*>|_:[^ ]+) <([^>]*)> (<[^>]*>|_:[^ ]+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?)'
    r"(?: (<[^>]*>|_:[^ ]+))? \.\s*"
)
_BLANK_SUBJECT = re.compile(rb"^(_:[^ ]+) <", re.MULTILINE)
_BLANK_OBJECT = re.compile(rb"^(?:<[^>\n]*>|_:[^ ]+) <[^>\n]*> (_:[^ ]+) ", re.MULTILINE)
_TRIPLES_OF = f" <{_TRIPLES}> ".encode()
_SUBSET_OF = f" <{PREFIXES['void']}subset> ".encode()
_STATED = re.compile(rb"(<[^>\n]*>) <" + re.escape(_TRIPLES.encode()) + rb'> "(\d{1,15})"\^\^')
_DATASET = f"<{DATASET}>".encode()
_OUR_GRAPHS = b"<" + GRAPH.encode()
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\\u00(?:0[0-8BCEF]|1[0-9A-F]|7F)", re.IGNORECASE)
_CONTROL_BYTES = bytes(c for c in range(0x20) if c not in b"\t\n\r") + b"\x7f"

# Bounds of an interval have a few digits more than the figure they belong to (see kg.literals).
_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DOUBLE = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_URI = re.compile(r'[^\x00-\x20<>"{}|\\^`]*')
_PARTIAL_DATES = ("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guards found, and the lines that engines may see: without those of ill-formed literals."""

    results: tuple[Result, ...]
    nquads: bytes


def _date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _datetime(text: str) -> bool:
    try:
        return _DATETIME.fullmatch(text) is not None and bool(dt.datetime.fromisoformat(text))
    except ValueError:
        return False


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


_FORMS: Final[dict[str, tuple[Callable[[str], bool], str, str]]] = {
    "decimal": (
        _matches(_DECIMAL),
        "a plain decimal number: ASCII digits, 18 before and 9 after the point at most",
        "số thập phân thường: chữ số ASCII, tối đa 18 chữ số trước và 9 sau dấu chấm",
    ),
    "double": (_matches(_DOUBLE), "a finite number", "số hữu hạn"),
    "date": (
        _date,
        "a calendar date YYYY-MM-DD without a time zone",
        "ngày dương lịch YYYY-MM-DD, không kèm múi giờ",
    ),
    "dateTime": (_datetime, "a moment YYYY-MM-DDThh:mm:ss", "thời điểm YYYY-MM-DDThh:mm:ss"),
    "boolean": (lambda text: text in ("true", "false"), "true or false", "true hoặc false"),
    "anyURI": (_matches(_URI), "an address without blanks", "địa chỉ không chứa khoảng trắng"),
}
_FORMS["float"] = _FORMS["double"]
for _name in (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
):  # fmt: skip
    _FORMS[_name] = (
        _matches(_INTEGER), "a whole number of 18 digits at most", "số nguyên tối đa 18 chữ số"
    )  # fmt: skip
for _name in _PARTIAL_DATES:
    _FORMS[_name] = (
        lambda _text: False,
        "used: engines disagree on partial dates; write xsd:date bounds and a label",
        "dùng được: các công cụ hiểu ngày không đầy đủ khác nhau; hãy ghi hai mốc xsd:date và một nhãn",
    )


def guard(nquads: bytes) -> Guarded:
    """Check canonical N-Quads; what is returned for the engines has no literal that they would trip over."""
    results = [*_control_characters(nquads), *_blank_nodes(nquads), *_counts(nquads)]
    lexical, dropped = _lexical(nquads)
    if dropped:
        nquads = b"".join(line for line in nquads.splitlines(keepends=True) if line not in dropped)
    return Guarded((*results, *lexical), nquads)


def _lexical(nquads: bytes) -> tuple[list[Result], set[bytes]]:
    bad: dict[bytes, str] = {}
    for lexical, datatype in _typed_literals(nquads):
        form = _FORMS.get(datatype.decode("ascii", "replace"))
        if form is not None and not form[0](lexical.decode("utf-8", "replace")):
            bad[b'"' + lexical + _OPEN_TYPE + datatype + b">"] = datatype.decode()
    results: list[Result] = []
    dropped: set[bytes] = set()
    for literal, name in bad.items():
        _, english, vietnamese = _FORMS[name]
        for line in _lines_with(nquads, b" " + literal):
            subject, predicate = _subject_and_predicate(line)
            dropped.add(line)
            results.append(
                Result(
                    rule=LEXICAL_RULE,
                    component="DatatypeConstraintComponent",
                    focus=subject,
                    path=predicate,
                    value=literal.decode("utf-8", "replace"),
                    message=f"xsd:{name} is not {english}",
                    message_vi=f"xsd:{name} không phải là {vietnamese}",
                )
            )
    return results, dropped


def _typed_literals(nquads: bytes) -> set[tuple[bytes, bytes]]:
    """Every (text, datatype of XML Schema) that occurs; cut at the type, which is faster than a pattern."""
    found = set()
    before, *rest = nquads.split(_OPEN_TYPE)
    for piece in rest:
        start = before.rfind(b'"')
        # An escaped quote is inside the text, which then is no number or date: take all of the text.
        while start > 0 and before[start - 1 : start] == b"\\":
            start = before.rfind(b'"', 0, start)
        found.add((before[start + 1 :], piece[: piece.find(b">")]))
        before = piece
    return found


def _lines_with(nquads: bytes, text: bytes) -> Iterator[bytes]:
    at = nquads.find(text)
    while at >= 0:
        start, end = nquads.rfind(b"\n", 0, at) + 1, nquads.find(b"\n", at) + 1
        yield nquads[start:end]
        at = nquads.find(text, end) if end else -1


def _subject_and_predicate(line: bytes) -> tuple[str, str]:
    match = _LINE.fullmatch(line.decode("utf-8", "replace"))
    return (match[1], match[2]) if match else ("", "")


def _blank_nodes(nquads: bytes) -> Iterator[Result]:
    # The plain search settles nearly every graph; in a text, `_:` is only a text.
    if not (b"\n_:" in nquads or b" _:" in nquads or nquads.startswith(b"_:")):
        return
    labels = set(_BLANK_SUBJECT.findall(nquads)) | set(_BLANK_OBJECT.findall(nquads))
    if labels:
        yield Result(
            rule=BLANK_RULE,
            component="NodeKindConstraintComponent",
            focus="",
            value=f'"{len(labels)}"',
            message="blank nodes: everything of ours has an IRI, so that it can be cited and compared",
            message_vi="có nút trống: mọi tài nguyên phải có IRI để dẫn và so sánh được",
        )


def _counts(nquads: bytes) -> Iterator[Result]:
    """Graphs that state how many triples they have (VoID), and have another number."""
    stated = {}
    for line in _lines_with(nquads, _TRIPLES_OF):
        if match := _STATED.match(line):
            stated[match[1]] = int(match[2])
    lines = nquads.count(b"\n")
    if (whole := stated.pop(_DATASET, 0)) > lines:
        # More than it states is fine: somebody may have added to it.
        yield _miscount(_DATASET, whole, lines)
    stated = {graph: count for graph, count in stated.items() if graph.startswith(_OUR_GRAPHS)}
    if not stated:
        return
    if not _has_graph(nquads[: nquads.find(b"\n")]):
        return  # a format without named graphs says nothing about them
    found = Counter(piece[piece.rfind(b"<") :] + b">" for piece in nquads.split(b"> .\n"))
    for line in _lines_with(nquads, _SUBSET_OF):
        # What stands in no graph itself may end in the name of one.
        if not _has_graph(line):
            found[line.split(b" ")[2]] -= 1
    for graph, count in sorted(stated.items()):
        if found[graph] != count:
            yield _miscount(graph, count, found[graph])


def _miscount(graph: bytes, stated: int, found: int) -> Result:
    return Result(
        rule=COUNT_RULE,
        component="MinCountConstraintComponent",
        focus=graph.decode(),
        path=_TRIPLES,
        value=f'"{found}"',
        message=f"the graph states {stated:,} triples and has {found:,}: was it cut or edited?",
        message_vi=f"đồ thị ghi {stated:,} bộ ba nhưng có {found:,}: tệp có bị cắt hoặc sửa?",
    )


def _has_graph(line: bytes) -> bool:
    match = _LINE.fullmatch(line.decode("utf-8", "replace"))
    return match is not None and match[4] is not None


def _control_characters(nquads: bytes) -> Iterator[Result]:
    if b"\\u00" not in nquads and len(nquads.translate(None, _CONTROL_BYTES)) == len(nquads):
        return
    for match in _CONTROL.finditer(nquads):
        if match[0].startswith(b"\\") and _is_escaped(nquads, match.start()):
            continue
        start, end = nquads.rfind(b"\n", 0, match.start()) + 1, nquads.find(b"\n", match.start()) + 1
        subject, predicate = _subject_and_predicate(nquads[start:end])
        yield Result(
            rule=CONTROL_RULE,
            component="PatternConstraintComponent",
            focus=subject,
            path=predicate,
            value="",
            message="a text with a control character",
            message_vi="văn bản chứa ký tự điều khiển",
        )


def _is_escaped(nquads: bytes, at: int) -> bool:
    """Whether the backslash at `at` is itself escaped: an odd number of backslashes stands before it."""
    before = nquads[:at][-64:]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
