"""Charts: every claim a point, valid Vega-Lite with its data, drawn offline, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, RunKg
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph, query
from kg.chart.axis import years_marked
from kg.chart.header import Chart, Kind
from kg.chart.panels import COLOURS, TEXT
from kg.chart.points import Panel, Point, Points
from kg.chart.render import chart_bytes
from kg.chart.spec import vegalite
from kg.errors import BadInput, UsageError

DRAWN = [name for name in query.names() if query.load(name).chart is not None]
FONTS = ROOT / "kg" / "chart" / "fonts"
TITLES = {"en": "Things", "vi": "Sự vật"}
Spec = dict[str, Any]


def point(**given: Any) -> Point:
    base: dict[str, Any] = {
        "panel": ("revenue", "USD"), "label": "FPT", "year": 2024, "value": Decimal(2), "low": Decimal(1),
        "high": Decimal(3), "said": "about $2", "period": "2024", "status": "actual", "status_word": "actual",
        "disputed": False, "source": "Paper", "cited": "Paper, 2024", "claim": "c",
    }  # fmt: skip
    return Point(**{**base, **given})


def at(value: int, **given: Any) -> Point:
    """A point without an interval."""
    return point(value=Decimal(value), low=Decimal(value), high=Decimal(value), claim=str(value), **given)


def points(*held: Point, undrawn: int = 0) -> Points:
    panels: dict[tuple[str, str], list[Point]] = {}
    for one in held:
        panels.setdefault(one.panel, []).append(one)
    return Points(tuple(Panel(*key, key[1], tuple(some)) for key, some in panels.items()), undrawn)


def drawn(kind: Kind, held: Points, language: str = "en") -> Spec:
    return vegalite(Chart(kind, ("label",), TITLES), held, language, subtitle="FPT", description="Two.")


def layers(spec: Any) -> Iterator[Spec]:
    """Every unit of a specification, however deep."""
    for part in spec.get("vconcat", []) + spec.get("layer", []):
        yield from layers({**({"data": spec["data"]} if "data" in spec else {}), **part})
    if "mark" in spec:
        yield spec


def marks(spec: Spec, type_: str, **properties: Any) -> list[Spec]:
    found = [unit for unit in layers(spec) if unit["mark"]["type"] == type_]
    return [u for u in found if all(u["mark"].get(name) == value for name, value in properties.items())]


def rows(unit: Spec) -> list[Spec]:
    held: list[Spec] = unit["data"]["values"]
    return held


def caption(spec: Spec) -> str:
    return " ".join(spec["vconcat"][-1]["mark"]["text"])


# What stands on a chart.


def test_every_claim_is_a_point_with_its_interval() -> None:
    spec = drawn(
        Kind.OVER_TIME, points(point(value=Decimal(2 * 10**9), low=Decimal(10**9), high=Decimal(3 * 10**9)))
    )
    (row,) = rows(marks(spec, "point", filled=True)[0])
    assert (row["value"], row["low"], row["high"], row["x"]) == (2.0, 1.0, 3.0, 2024)
    assert (row["text"], row["cited"], row["claim"]) == ("about $2", "Paper, 2024", "c")
    (rule,) = marks(spec, "rule")
    assert (rule["encoding"]["y"]["field"], rule["encoding"]["y2"]["field"]) == ("low", "high")
    assert rule["encoding"]["y"]["title"] == "billion USD"
    told = {channel["field"] for channel in marks(spec, "point")[0]["encoding"]["tooltip"]}
    assert {"text", "status", "cited", "period"} <= told
    assert "Sources (1): Paper, 2024" in caption(spec)


def test_disputes_targets_and_forecasts_are_told_by_shape_and_in_words() -> None:
    held = points(
        point(disputed=True), point(status="target", claim="d"), point(status="forecast", claim="e")
    )
    for kind in Kind:
        spec = drawn(kind, held)
        (ring,) = [unit for unit in marks(spec, "point") if "strokeDash" in unit["mark"]]
        assert ring["transform"] == [{"filter": "datum.disputed"}]
        filled, hollow = marks(spec, "point", filled=True), marks(spec, "point", filled=False)
        assert filled[0]["transform"] == [{"filter": "datum.sort === 'actual'"}]
        assert hollow[0]["transform"] == [{"filter": "datum.sort !== 'actual'"}]
        shape = hollow[0]["encoding"]["shape"]["scale"]
        assert len(set(shape["range"])) == len(shape["domain"]) == 3
        for words in ("Dashed ring", "Hollow triangle: forecast", "Hollow diamond: target"):
            assert words in caption(spec)
    plain = caption(drawn(Kind.OVER_TIME, points(point())))
    assert "ring" not in plain
    assert "Hollow" not in plain


def test_plans_belong_to_no_line_of_what_was_reported() -> None:
    spec = drawn(
        Kind.OVER_TIME, points(point(), point(year=2030, status="target", value=Decimal(9), claim="d"))
    )
    (area,) = marks(spec, "area")
    assert {row["x"] for row in rows(area)} == {2024}


def test_metrics_and_units_have_panels_of_their_own() -> None:
    held = points(point(), point(panel=("revenue", "VND")), point(panel=("profit", "USD"), claim="d"))
    spec = drawn(Kind.OVER_TIME, held)
    panels = spec["vconcat"][:-1]
    assert [panel["title"]["text"] for panel in panels] == ["Revenue", "Revenue", "Profit"]
    assert "title" not in drawn(Kind.OVER_TIME, points(point()))["vconcat"][0]


def test_what_is_not_drawn_is_counted() -> None:
    many = [point(label=f"Firm {n}", claim=str(n)) for n in range(len(COLOURS) + 3)]
    spec = drawn(Kind.OVER_TIME, points(*many, undrawn=2))
    assert len({row["label"] for row in rows(marks(spec, "point")[0])}) == len(COLOURS)
    assert "Not drawn: 5 more" in caption(spec)
    crowd = drawn(Kind.BY_CATEGORY, points(*(point(claim=str(n)) for n in range(70))))
    assert "Not drawn: 10 more" in caption(crowd)


def test_a_category_is_named_once_at_its_highest_claim() -> None:
    held = points(
        point(label="B", claim="1"),
        point(label="A", value=Decimal(9), claim="2"),
        point(label="B", claim="3"),
    )
    spec = drawn(Kind.BY_CATEGORY, held)
    axis = marks(spec, "text")[0]["encoding"]["y"]["axis"]
    assert json.loads(axis["labelExpr"].removesuffix("[datum.value]")) == ["A", "B", ""]


def test_text_of_sources_is_data_in_the_expression() -> None:
    nasty = '"] + signal("x") + ["\\u0022\n'
    axis = marks(drawn(Kind.BY_CATEGORY, points(point(label=nasty))), "text")[0]["encoding"]["y"]["axis"]
    assert json.loads(axis["labelExpr"].removesuffix("[datum.value]")) == [nasty]


def test_an_axis_exaggerates_nothing() -> None:
    def domain(*values: int) -> list[float]:
        spec = drawn(Kind.OVER_TIME, points(*map(at, values)))
        found: list[float] = marks(spec, "point")[0]["encoding"]["y"]["scale"]["domain"]
        return found

    assert domain(100, 900)[0] == 0, "from zero, where the figures begin low"
    low, high = domain(35_382)
    assert (high - low) / 35_382 > 0.09, "a rounding fills no panel"
    assert domain(152, 155)[0] > 100


def test_values_that_lie_far_apart_are_drawn_on_a_logarithmic_axis() -> None:
    held = points(at(188), at(192 * 10**6))
    encoding = marks(drawn(Kind.OVER_TIME, held), "point")[0]["encoding"]["y"]
    assert encoding["scale"]["type"] == "log"
    assert "log scale" in encoding["title"]
    low, high = encoding["scale"]["domain"]
    assert 0 < low < high


def test_the_years_under_an_axis_do_not_crowd() -> None:
    assert years_marked(2019, 2024) == [2019, 2020, 2021, 2022, 2023, 2024]
    assert years_marked(2006, 2045) == [2010, 2015, 2020, 2025, 2030, 2035, 2040, 2045]
    assert all(0 < len(years_marked(2000, 2000 + n)) <= 16 for n in range(100))


HELD = st.lists(
    st.builds(
        point,
        label=st.sampled_from(["FPT", "CMC", "VNG, phần mềm", "x" * 300]),
        year=st.integers(2016, 2030),
        value=st.integers(1, 10**13).map(Decimal),
        panel=st.sampled_from([("revenue", "USD"), ("revenue", "VND"), ("share", "percent")]),
        status=st.sampled_from(["actual", "estimate", "forecast", "target"]),
        disputed=st.booleans(),
        claim=st.text("abcdef0123456789", min_size=8, max_size=8),
    ).map(lambda p: replace(p, low=p.value / 2, high=p.value * 2)),
    min_size=1, max_size=60, unique_by=lambda p: p.claim,
)  # fmt: skip


@settings(max_examples=60)
@given(HELD, st.sampled_from(list(Kind)), st.sampled_from(["en", "vi"]))
def test_one_to_sixty_points_lie_in_their_year_and_on_their_axis(
    held: list[Point], kind: Kind, language: str
) -> None:
    spec = drawn(kind, points(*held), language)
    text = json.dumps(spec)
    seen = []
    for unit in marks(spec, "point", filled=True):
        axis = unit["encoding"]["y" if kind is Kind.OVER_TIME else "x"]
        low, high = axis["scale"]["domain"]
        for row in rows(unit):
            seen.append(row["claim"])
            assert low <= row["low"] <= row["value"] <= row["high"] <= high
            if kind is Kind.OVER_TIME:
                year = next(p.year for p in held if p.claim == row["claim"])
                assert year is not None
                assert abs(row["x"] - year) < 0.5
    assert sorted(seen) == sorted(p.claim for p in held)
    assert not re.search(r'NaN|Infinity|"url"|"href"', text)
    assert drawn(kind, points(*held), language) == json.loads(text)


def test_points_of_one_year_stand_side_by_side_where_they_would_meet() -> None:
    apart = [at(10), at(900)]
    meet = [point(claim=str(n)) for n in range(3)]
    for held, places in ((apart, 1), (meet, 3)):
        found = {row["x"] for row in rows(marks(drawn(Kind.OVER_TIME, points(*held)), "point")[0])}
        assert len(found) == places


# Colours, letters, words.


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("colour", "least"), [(TEXT, 4.0), *((colour, 3.0) for colour in COLOURS)])
def test_colours_can_be_read_on_light_and_on_dark_pages(colour: str, least: float) -> None:
    for ground in ("#ffffff", "#0d1117", "#121212"):
        light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= least, ground


def letters_of(font: Path) -> set[int]:
    """The code points of a TrueType font, by its cmap of format 4."""
    data = font.read_bytes()
    tables = {
        data[n : n + 4]: struct.unpack(">II", data[n + 8 : n + 16]) for n in range(12, 12 + 16 * data[5], 16)
    }
    start = tables[b"cmap"][0]
    found: set[int] = set()
    for n in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">I", data[start + 8 + 8 * n : start + 12 + 8 * n])[0]
        if struct.unpack(">H", data[at : at + 2])[0] == 4:
            segments = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
            ends = struct.unpack(f">{segments}H", data[at + 14 : at + 14 + 2 * segments])
            begins = struct.unpack(f">{segments}H", data[at + 16 + 2 * segments : at + 16 + 4 * segments])
            found |= {code for b, e in zip(begins, ends, strict=True) for code in range(b, e + 1)}
    return found


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_font_has_every_vietnamese_letter(style: str) -> None:
    vowels = "aăâeêioôơuưy"
    marked = {chr(c) for c in range(0x1EA0, 0x1EFA)} | set("đĐ₫áàãéèíìĩóòõúùũý–“”…%") | set(vowels)
    assert {c for c in marked if ord(c) not in letters_of(FONTS / f"VTKGSans-{style}.ttf")} == set()
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_numbers_and_words_are_in_the_language_of_the_chart() -> None:
    spec = drawn(Kind.OVER_TIME, points(at(2 * 10**9, disputed=True)), "vi")
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert spec["title"]["text"] == "Sự vật"
    assert marks(spec, "point")[0]["encoding"]["y"]["title"] == "tỷ USD"
    assert "Vòng nét đứt: các nguồn không thống nhất." in caption(spec)


# The charts of the shipped questions.


@pytest.fixture(scope="module")
def graph(ecosystem_store: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(ecosystem_store)


@pytest.fixture(scope="module")
def schema() -> Any:
    """What checks Vega-Lite, with the schema that altair brings."""
    altair = pytest.importorskip("altair")
    from jsonschema import Draft7Validator

    path = Path(altair.__file__).parent / "vegalite/v6/schema/vega-lite-schema.json"
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", DRAWN)
def test_a_shipped_chart_is_valid_vega_lite_with_its_data(
    name: str, graph: KnowledgeGraph, schema: Any
) -> None:
    answer = graph.ask(name)
    for language in ("en", "vi"):
        spec = json.loads(json.dumps(answer.chart(language)))
        assert schema.is_valid(spec)
        shown = {row["claim"] for unit in marks(spec, "point") for row in rows(unit)}
        assert shown
        assert shown <= {row["claim"] for row in answer}
        assert answer.sentence(language) in spec["description"]
        assert all("values" in unit["data"] for unit in layers(spec))
        assert sorted(set(re.findall(r"https?://[^\"]*", json.dumps(spec)))) == [spec["$schema"]]


def test_what_is_no_vega_lite_is_seen_by_the_schema(schema: Any) -> None:
    spec = drawn(Kind.OVER_TIME, points(point()))
    assert schema.is_valid(spec)
    spec["vconcat"][0]["layer"][1]["mark"]["type"] = "blob"
    assert not schema.is_valid(spec)


def test_the_same_chart_has_the_same_bytes(graph: KnowledgeGraph) -> None:
    pytest.importorskip("vl_convert")
    answer = graph.ask("industry-size", subject="vietnam-ict-industry")
    for ending in (".svg", ".png", ".vl.json"):
        path = Path(f"x{ending}")
        assert chart_bytes(answer.chart(), path) == chart_bytes(answer.chart(), path)


def test_another_process_draws_the_same_bytes(kg: RunKg, ecosystem_store: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    digests = set()
    for name in ("one.svg", "two.svg"):
        done = kg("query", "state-budget", "--chart", str(tmp_path / name), "--store", str(ecosystem_store))
        assert (done.returncode, done.stdout) == (0, "")
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_picture_describes_itself_and_is_drawn_whole(graph: KnowledgeGraph) -> None:
    pytest.importorskip("vl_convert")
    answer = graph.ask("disputed", "vi", subject="vietnam-startups")
    svg = chart_bytes(answer.chart(), Path("x.svg")).decode()
    assert svg.startswith('<svg role="graphics-document" aria-label="Nơi các nguồn không thống nhất.')
    assert "doanh nghiệp" in svg.lower()
    png = chart_bytes(answer.chart(), Path("x.png"))
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert 1000 < width < 2400
    assert height > 400


def test_drawing_opens_no_address() -> None:
    pytest.importorskip("vl_convert")
    spec = drawn(Kind.OVER_TIME, points(point()))
    spec["vconcat"][0]["layer"][1]["data"] = {"url": "http://127.0.0.1:9/data.json"}
    with pytest.raises(BadInput, match="cannot be drawn"):
        chart_bytes(spec, Path("x.svg"))


def test_without_the_engine_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    spec = drawn(Kind.OVER_TIME, points(point()))
    with pytest.raises(UsageError) as error:
        chart_bytes(spec, Path("x.svg"))
    assert error.value.exit_code == 2
    assert "vietnam-tech-kg[chart]" in error.value.line()
    assert json.loads(chart_bytes(spec, Path("X.VL.JSON"))) == spec


# On the command line.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["industry-size", "--chart", "x.gif"], "not 'x.gif'"),
        (["industry-size", "--chart", "-"], "not '-'"),
        (["industry-size", "--chart", "x.json"], "not 'x.json'"),
        (["laws", "--chart", "x.svg"], "laws has no chart"),
        (["industry-size", "--chart", "x.svg", "-f", "csv"], "leave out -f"),
        (["industry-size", "--chart", "x.svg", "-p", "year", "1901"], "can be drawn"),
    ],
    ids=lambda v: " ".join(v)[:40] if isinstance(v, list) else "",
)
def test_a_chart_that_cannot_be_is_one_line(
    kg: RunKg, built_store: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    done = kg("query", *arguments, "--store", str(built_store))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(Path.cwd().glob("x.*")) == []


def test_the_chart_is_written_and_told(kg: RunKg, built_store: Path, tmp_path: Path) -> None:
    target = tmp_path / "size.vl.json"
    done = kg("query", "industry-size", "--chart", str(target), "--lang", "vi", "--store", str(built_store))
    assert (done.returncode, done.stdout) == (0, "")
    spec = json.loads(target.read_text(encoding="utf-8"))
    assert done.stderr == spec["description"] + "\n"
    assert spec["title"]["text"] == "Doanh thu của ngành"
    missing = kg(
        "query", "industry-size", "--chart", str(tmp_path / "no/x.vl.json"), "--store", str(built_store)
    )
    assert (missing.returncode, missing.stderr.count("\n")) == (3, 1)
