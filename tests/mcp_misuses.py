"""Wrong calls of `kg mcp`, and lines that are no call at all, each with what must be said of it."""

from __future__ import annotations

import json
from typing import Any

from mcp_clients import Call

SLOT = "revenue--vietnam-digital-technology-industry--2024--e728fae5"
CLAIM = "f252d120b59e9473550c"
INJECTION = 'FPT" } UNION { ?s ?p ?o } } #'
SOUND: Call = ("search_entities", {"text": "viettel", "limit": 1})

# name: (tool, arguments, words of the error)
MISUSES: dict[str, tuple[str, dict[str, Any], str]] = {
    "no such tool": ("delete_everything", {}, "there is no tool 'delete_everything'"),
    "a tool in other letters": ("Get_Slot", {"slot": SLOT}, "there is no tool 'Get_Slot'"),
    "no arguments": ("get_slot", {}, "slot: Field required"),
    "an unknown argument": ("get_slot", {"slot": SLOT, "force": True}, "force: Extra inputs"),
    "a negative limit": (
        "search_slots",
        {"limit": -1},
        "limit: Input should be greater than or equal to 1, not -1",
    ),
    "an endless limit": (
        "search_slots",
        {"limit": 10**9},
        "limit: Input should be less than or equal to 100",
    ),
    "a limit of 0": ("search_entities", {"text": "FPT", "limit": 0}, "limit: Input should be greater"),
    "a limit as text": (
        "search_entities",
        {"text": "FPT", "limit": "5"},
        "limit: Input should be a valid integer",
    ),
    "a limit as fraction": (
        "search_entities",
        {"text": "FPT", "limit": 1.5},
        "limit: Input should be a valid int",
    ),
    "a limit as truth": (
        "search_entities",
        {"text": "FPT", "limit": True},
        "limit: Input should be a valid int",
    ),
    "a negative offset": ("get_slot", {"slot": SLOT, "offset": -1}, "offset: Input should be greater"),
    "an offset beyond the end": ("get_slot", {"slot": SLOT, "offset": 999}, "offset: the slot has"),
    "an unknown slot": ("get_slot", {"slot": "revenue--nobody--2024--00000000"}, "there is no slot"),
    "an empty id": ("get_slot", {"slot": ""}, "slot: String should have at least 1 character"),
    "an endless id": ("get_slot", {"slot": "a" * 5_000}, "slot: String should have at most 200 characters"),
    "an id as number": ("get_slot", {"slot": 7}, "slot: Input should be a valid string"),
    "an id as nothing": ("get_slot", {"slot": None}, "slot: Input should be a valid string"),
    "a claim as slot": ("get_slot", {"slot": CLAIM}, f"{CLAIM} is a figure claim, not a slot (get_evidence"),
    "a slot as claim": ("get_evidence", {"claim": SLOT}, "is a slot, not a claim (get_slot takes it)"),
    "an entity as claim": ("get_evidence", {"claim": "company/viettel-group"}, "is an entity, not a claim"),
    "an entity as finding": (
        "explain_conflict",
        {"id": "company/viettel-group"},
        "is an entity, not a finding",
    ),
    "a claim as company": (
        "get_evidence",
        {"claim": f"company/{CLAIM}"},
        f"there is no claim company/{CLAIM}",
    ),
    "an unknown claim": ("get_evidence", {"claim": "0" * 20}, "there is no claim"),
    "an unknown finding": ("explain_conflict", {"id": "0" * 20}, "there is no finding, slot or claim"),
    "an unknown entity": (
        "search_slots",
        {"subject": "company/vietell"},
        "did you mean company/viettel-group",
    ),
    "an entity without kind": (
        "search_slots",
        {"subject": "viettel-group"},
        "did you mean company/viettel-group",
    ),
    "a company as metric": (
        "search_slots",
        {"metric": "company/viettel-group"},
        "is a company, not a metric",
    ),
    "an unknown kind": (
        "search_entities",
        {"text": "FPT", "kinds": ["firm"]},
        "there is no kind firm (kinds: ",
    ),
    "one claim to compare": ("compare", {"claims": [CLAIM]}, "claims: List should have at least 2 items"),
    "a hundred claims": ("compare", {"claims": [CLAIM] * 100}, "claims: List should have at most 8 items"),
    "a claim with itself": ("compare", {"claims": [CLAIM, f"claim/{CLAIM}"]}, "claims: one is given twice"),
    "a path as id": ("get_slot", {"slot": "../../../etc/passwd"}, "there is no slot ../../../etc/passwd"),
    "a foreign IRI as id": (
        "get_slot",
        {"slot": "http://127.0.0.1:9/slot/x"},
        "there is no slot http://127.0.0.1",
    ),
    "SPARQL as id": ("get_slot", {"slot": INJECTION}, "there is no slot FPT"),
    "SPARQL as name": (
        "search_entities",
        {"text": INJECTION.replace("FPT", "qzxwvk")},
        "text: nothing is called qzxwvk",
    ),
    "SPARQL as parameter": (
        "run_question",
        {"name": "overseas-revenue", "parameters": {"company": INJECTION}},
        "company",
    ),
    "SPARQL as name of a parameter": (
        "run_question",
        {"name": "overseas-revenue", "parameters": {INJECTION: "x"}},
        "has no parameter",
    ),
    "a name that nothing has": ("search_entities", {"text": "qzxwvk"}, "nothing is called qzxwvk"),
    "only signs": ("search_entities", {"text": "!?"}, "holds no word"),
    "ANSI escapes": (
        "search_entities",
        {"text": "FPT\x1b[2J"},
        "text: the control or format character U+001B must not be there",
    ),
    "a bidi override": (
        "get_slot",
        {"slot": "abc\u202edef"},
        "slot: the control or format character U+202E must not be there",
    ),
    "a NUL": ("search_entities", {"text": "FPT\x00"}, "U+0000"),
    "a name of 10,000 letters": ("search_entities", {"text": "x" * 10_000}, "at most 300 characters"),
    "no such day": ("search_slots", {"as_of": "2024-02-30"}, "2024-02-30"),
    "a day in words": ("get_slot", {"slot": SLOT, "as_of": "yesterday"}, "yesterday"),
    "a day before everything": ("get_slot", {"slot": SLOT, "as_of": "2001-01-01"}, "as of 2001-01-01"),
    "a language of its own": (
        "get_slot",
        {"slot": SLOT, "language": "fr"},
        "language: Input should be 'en' or 'vi'",
    ),
    "an unknown question": ("run_question", {"name": "industry-sizes"}, "did you mean industry-size"),
    "a question as path": ("run_question", {"name": "../pyproject"}, "there is no question ../pyproject"),
    "an unknown parameter": ("run_question", {"name": "industry-size", "parameters": {"yeer": 1}}, "'yeer'"),
    "a year that is none": (
        "run_question",
        {"name": "industry-size", "parameters": {"year": "20 24"}},
        "wanted: a year",
    ),
    "a parameter of a list": (
        "run_question",
        {"name": "industry-size", "parameters": {"year": [2024]}},
        "parameters.year",
    ),
    "a hundred parameters": (
        "run_question",
        {"name": "industry-size", "parameters": {str(n): n for n in range(99)}},
        "parameters: Dictionary should have at most 12 items",
    ),
    "an update": ("sparql", {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}, "updates are not allowed"),
    "a drop behind a query": ("sparql", {"query": "ASK {} ; DROP ALL"}, "updates are not allowed"),
    "a call to another server": (
        "sparql",
        {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"},
        "SERVICE is not allowed",
    ),
    "a file as graph": (
        "sparql",
        {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"},
        "not of this dataset",
    ),
    "no query": ("sparql", {"query": "what is the revenue of FPT?"}, "not a SPARQL query"),
    "a broken query": ("sparql", {"query": "SELECT * { ?s ?p"}, "not a SPARQL query"),
    "a deep query": ("sparql", {"query": "SELECT * " + "{" * 2_208}, "nested deeper than 64"),
    "a long query": (
        "sparql",
        {"query": "SELECT * { ?s ?p 'é' }" + " " * 16_362},
        "above the limit of 16,384",
    ),
    "a query that finds nothing": (
        "sparql",
        {"query": "SELECT * { ?s a vt:Nonsense }"},
        "the query finds nothing",
    ),
    "a query of too many rows": (
        "sparql",
        {"query": "SELECT * { ?s ?p ?o . ?a ?b ?o }"},
        "more than 10,000 rows",
    ),
    "a query that eats the memory": (
        "sparql",
        {
            "query": "SELECT ?x { "
            + "BIND('xxxxxxxx' AS ?x0) "
            + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))
            + " BIND(?x34 AS ?x) }"
        },
        "the call of sparql",
    ),
    "a question about nothing": (
        "search_slots",
        {"text": "what will the weather be tomorrow"},
        "text: no figure answers what will the weather be tomorrow",
    ),
    "a question for advice": ("search_slots", {"text": "is FPT a good investment?"}, "no opinions or advice"),
    "a question that is no figure's": (
        "search_slots",
        {"text": "where do sources disagree?"},
        "(ask run_question for disputed)",
    ),
    "a year that nothing is known of": (
        "run_question",
        {"name": "industry-size", "parameters": {"year": 1990}},
        "no source in the graph answers industry-size with year 1990",
    ),
    "a company that is nearly right": (
        "run_question",
        {"name": "overseas-revenue", "parameters": {"company": "vietell"}},
        "parameters: parameter company: nothing is called 'vietell' (did you mean company/",
    ),
    "a company that is none": (
        "run_question",
        {"name": "overseas-revenue", "parameters": {"company": "qzxwvk"}},
        "(find ids by search_entities)",
    ),
}
ENDLESS: Call = ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})

# What is no message of the protocol, and the code of the error.
CALL = {
    "jsonrpc": "2.0",
    "id": 5,
    "method": "tools/call",
    "params": {"name": SOUND[0], "arguments": SOUND[1]},
}
BROKEN: dict[str, tuple[bytes, int]] = {
    "no JSON": (b"{", -32700),
    "plain words": (b"hello", -32700),
    "bytes that are no UTF-8": (b'{"jsonrpc": "2.0", "id": 1, "method": "\xff"}', -32700),
    "a batch": (json.dumps([CALL, CALL]).encode(), -32600),
    "an empty batch": (b"[]", -32600),
    "a number": (b"42", -32600),
    "no version": (b'{"id": 1, "method": "ping"}', -32600),
    "another version": (b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}', -32600),
    "no method": (b'{"jsonrpc": "2.0", "id": 1}', -32600),
    "a method that is no text": (b'{"jsonrpc": "2.0", "id": 1, "method": 7}', -32600),
    "parameters as a list": (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}', -32600),
    "an id that is null": (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600),
    "an id that is a fraction": (b'{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}', -32600),
    "a lone surrogate": (b'{"jsonrpc": "2.0", "id": 1, "method": "\\ud800"}', -32600),
    "2 MB": (json.dumps({**CALL, "x": "x" * 2_000_000}).encode(), -32600),
    "deep": (b"[" * 100_000, -32700),
}
ODD: dict[str, tuple[dict[str, Any], int]] = {
    "an unknown method": ({"jsonrpc": "2.0", "id": 5, "method": "tools/drop"}, -32601),
    "a method of resources": ({"jsonrpc": "2.0", "id": 5, "method": "resources/list"}, -32601),
    "a call without a name": ({"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {}}, -32602),
    "arguments as a list": (
        {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "sparql", "arguments": []}},
        -32602,
    ),
}
