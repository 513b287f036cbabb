"""A report as text for people, JSON for programs, Turtle for RDF tools, SARIF for code review."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from kg.errors import printable
from kg.finding import Finding
from kg.lists import Severity
from kg.namespaces import PREFIXES, compact, reference
from kg.validate.checks import NO_FOCUS_RULE
from kg.validate.report import Item, Report

FORMATS: Final = ("text", "json", "turtle", "sarif")
_SHOWN_PER_RULE = 20
_LONGEST_PATH = 60
_SARIF_LEVEL = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PLACE = re.compile(r"(.+?):(\d+)(?::(\d+))?")
_IRI = re.compile(r"<[^<>\"{}|^`\\\x00-\x20]+>")
_WORDS = {
    "en": {
        "violation": "violation", "warning": "warning", "info": "note", "more": "… and {} more",
        "conforms": "conforms", "fails": "does not conform", "absent": "nothing to check for",
        "summary": "{}: {}, {}, {}; {} statements against {} rules ({}, {:.1f} s)",
    },
    "vi": {
        "violation": "vi phạm", "warning": "cảnh báo", "info": "ghi chú", "more": "… và {} trường hợp nữa",
        "conforms": "hợp lệ", "fails": "không hợp lệ", "absent": "không có gì để kiểm tra với",
        "summary": "{}: {}, {}, {}; {} phát biểu RDF theo {} quy tắc ({}, {:.1f} giây)",
    },
}  # fmt: skip


def render(report: Report, fmt: str, language: str = "en") -> Iterator[str]:
    """The report in one of FORMATS, as pieces of text; the language is that of the text report."""
    return {"text": _text, "json": _json, "turtle": _turtle, "sarif": _sarif}[fmt](report, language)


def _message(finding: Finding, language: str) -> str:
    return (finding.message_vi if language == "vi" else "") or finding.message


def _text(report: Report, language: str) -> Iterator[str]:
    words = _WORDS[language]
    absent = []
    for rule, group in groupby(report.findings, key=lambda f: (f.severity, f.rule, _message(f, language))):
        findings = list(group)
        severity, name, message = rule
        if name == NO_FOCUS_RULE and severity is Severity.INFO:
            absent += [compact(f.focus).removeprefix("vt:") for f in findings]
            continue
        yield f"{words[severity]}: {printable(message)}  [{name} × {len(findings)}]\n"
        for finding in findings[:_SHOWN_PER_RULE]:
            yield f"  {_where(finding)}\n"
        if len(findings) > _SHOWN_PER_RULE:
            yield f"  {words['more'].format(len(findings) - _SHOWN_PER_RULE)}\n"
    if absent:
        yield f"{words['info']}: {words['absent']} {', '.join(sorted(absent))}  [{NO_FOCUS_RULE}]\n"
    yield (
        words["summary"].format(
            words["conforms" if report.conforms else "fails"],
            *(_counted(count, words[severity], language) for severity, count in report.counts.items()),
            f"{report.quads:,}",
            report.rules,
            report.engine,
            report.seconds,
        )
        + "\n"
    )


def _counted(count: int, word: str, language: str) -> str:
    plural = "s" if language == "en" and count != 1 else ""
    return f"{count:,} {word}{plural}"


def _where(finding: Finding) -> str:
    """Place, focus, path and value of a finding, as far as there are."""
    place = f"{finding.place}: " if finding.place else ""
    shown = finding.path if len(finding.path) <= _LONGEST_PATH else finding.path[: _LONGEST_PATH - 1] + "…"
    path = f" {shown}" if shown else ""
    value = f" = {reference(finding.value)}" if finding.value else ""
    return printable(f"{place}{reference(finding.focus) or '(the graph)'}{path}{value}")


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "place": finding.place,
        "message": finding.message,
        "message_vi": finding.message_vi,
    }


def _json(report: Report, _language: str) -> Iterator[str]:
    content = {
        "conforms": report.conforms,
        "engine": report.engine,
        "rules": report.rules,
        "statements": report.quads,
        "counts": {severity.value: count for severity, count in report.counts.items()},
        "focus": {compact(shape): count for shape, count in report.focus.items()},
        "findings": [_finding_json(finding) for finding in report.findings],
    }
    yield json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _turtle(report: Report, _language: str) -> Iterator[str]:
    """A sh:ValidationReport; sh:conforms is false when anything at all was found, as SHACL has it."""
    for prefix in ("sh", "vt", "xsd"):
        yield f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n"
    yield "\n[] a sh:ValidationReport ;\n"
    yield f"    sh:conforms {str(not report.items).lower()}"
    for item in report.items:
        yield " ;\n    sh:result [\n        a sh:ValidationResult"
        for predicate, value in _result(item):
            yield f" ;\n        sh:{predicate} {value}"
        yield "\n    ]"
    yield " .\n"


def _result(item: Item) -> Iterator[tuple[str, str]]:
    finding = item.finding
    yield "resultSeverity", f"sh:{finding.severity.value.capitalize()}"
    yield "sourceConstraintComponent", f"sh:{item.component}"
    # A report is about nodes; what is said of the whole graph has none, and is said of the report's subject.
    yield "focusNode", _node(item.focus_term) or "[]"
    if item.shape:
        yield "sourceShape", _node(f"<{item.shape}>") or "[]"
    if path := _node(f"<{item.path_iri}>"):
        yield "resultPath", path
    if value := _term(item.value_term):
        yield "value", value
    yield "resultMessage", _literal(finding.message, "en")
    if finding.message_vi:
        yield "resultMessage", _literal(finding.message_vi, "vi")


def _node(term: str) -> str:
    """An IRI in brackets; nothing for a blank node, whose label means nothing outside its file."""
    return term if _IRI.fullmatch(term) else ""


def _term(term: str) -> str:
    """A term that an engine reported, if it is one that Turtle can hold; its own escapes are kept."""
    import pyoxigraph as ox

    if not term or term.startswith("_:"):
        return ""
    try:
        [quad] = ox.parse(f"<urn:s> <urn:p> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return ""
    return str(quad.object)


def _literal(text: str, language: str) -> str:
    import pyoxigraph as ox

    return str(ox.Literal(text, language=language))


def _sarif(report: Report, _language: str) -> Iterator[str]:
    rules: dict[str, Finding] = {}
    for finding in report.findings:
        rules.setdefault(finding.rule, finding)
    run = {
        "tool": {
            "driver": {
                "name": "kg validate",
                "informationUri": "https://w3id.org/vietnam-tech-kg/",
                "rules": [
                    {
                        "id": name,
                        "shortDescription": {"text": finding.message},
                        "defaultConfiguration": {"level": _SARIF_LEVEL[finding.severity]},
                        "properties": {"message_vi": finding.message_vi, "engine": report.engine},
                    }
                    for name, finding in rules.items()
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, list(rules)) for finding in report.findings],
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    yield json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": finding.focus or "graph", "kind": "resource"}]
    }
    if match := _PLACE.fullmatch(finding.place):
        region = {"startLine": int(match[2])} | ({"startColumn": int(match[3])} if match[3] else {})
        location["physicalLocation"] = {"artifactLocation": {"uri": match[1]}, "region": region}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _SARIF_LEVEL[finding.severity],
        "message": {"text": f"{finding.message} {_where(finding)}"},
        "locations": [location],
        "partialFingerprints": {"finding/v1": "\u001f".join(finding.key())},
    }
