"""Relations read by rules: each predicate in both languages, what is denied or planned, whole articles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import founding
import pace
import pytest
from relation_cases import SILENT, STATED
from relation_scores import DEV, articles, score

from kg.candidate import RelationCandidate, from_json, to_json
from kg.catalogue import Catalogue
from kg.document import Document
from kg.errors import BadInput
from kg.extract.cues import RelationLexicon, forms, templates_of
from kg.extract.reading import read
from kg.extract.relations import RelationReader, Relations
from kg.gazetteer import Names
from kg.lexicon import Lexicon
from kg.lists import Status
from kg.seeds import read_corpus
from kg.yamlfile import Mapping, Text, parse

SEEDS = founding.SEEDS
# What nobody states in one phrase: aims, effects and examples are read by persons.
READ_BY_PERSONS = {"aims_at", "drives", "enables", "exemplifies", "prioritises", "surveyed"}
# What only tables state so far.
IN_TABLES = {
    "certified_to", "joins", "operates_for", "took_over_from", "wholly_owned_by",
}  # fmt: skip


@cache
def knowledge() -> tuple[Names, Lexicon, Catalogue, Relations]:
    corpus = read_corpus(SEEDS)
    relations = Relations(RelationLexicon.read(SEEDS), corpus.predicates, corpus.entities)
    return Names.of(corpus.entities), Lexicon.read(SEEDS), Catalogue.of(corpus.entities), relations


def relations_of(text: str, language: str, published: str | None = "2025-06-01") -> list[RelationCandidate]:
    names, lexicon, catalogue, relations = knowledge()
    document = Document(text=text, language=language, published=published)
    return RelationReader(read(document, names, lexicon), catalogue, relations).read()


def triples(found: list[RelationCandidate]) -> set[tuple[str, str, str]]:
    return {(c.subject_id or c.subject, c.predicate, c.object_id or c.object) for c in found}


def examples() -> Iterator[tuple[str, str, str]]:
    """(predicate, language, sentence) of the lexicon itself."""
    path = SEEDS / "lexicon" / "relations.yaml"
    node = parse(path.read_bytes(), path).entries["relations"]
    assert isinstance(node, Mapping)
    for predicate, entry in node.entries.items():
        assert isinstance(entry, Mapping)
        for language in ("en", "vi"):
            text = entry.entries[f"example_{language}"]
            assert isinstance(text, Text)
            yield predicate, language, text.text


CASES = [
    pytest.param(predicate, *case, id=f"{predicate}-{case[0]}-{number}")
    for predicate, cases in STATED.items()
    for number, case in enumerate(cases)
]


# --- the lexicon ---------------------------------------------------------------------------------------


def test_every_predicate_that_texts_state_has_templates_in_both_languages() -> None:
    _, _, _, relations = knowledge()
    written = {
        language: {template.predicate for template in templates}
        for language, templates in relations.lexicon.templates.items()
    }
    assert written["en"] == written["vi"] == set(relations.ends) - READ_BY_PERSONS - IN_TABLES - {"role_of"}


@pytest.mark.parametrize(("predicate", "language", "sentence"), list(examples()))
def test_every_example_states_its_predicate(predicate: str, language: str, sentence: str) -> None:
    assert predicate in {c.predicate for c in relations_of(sentence, language)}


def test_slashes_blanks_and_empty_forms() -> None:
    assert forms("S opened/opens a/ new_office in O") == [
        "S opened a new office in O",
        "S opened new office in O",
        "S opens a new office in O",
        "S opens new office in O",
    ]


@pytest.mark.parametrize(
    ("text", "fault"), [("S operates in", "one S and one O"), ("S S in O", "one S"), ("S O", "no words")]
)
def test_a_faulty_template_says_what_is_wrong(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        templates_of("operates_in", text, event=False)


def test_a_fault_in_the_file_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    lines = ["relations:", "  owns:", "    en:", "      states:", "        - S owns"]
    (tmp_path / "lexicon" / "relations.yaml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadInput) as caught:
        RelationLexicon.read(tmp_path)
    assert "relations.yaml:5" in str(caught.value)


# --- sentences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("predicate", "language", "sentence", "ends"), CASES)
def test_a_sentence_states_exactly_these(
    predicate: str, language: str, sentence: str, ends: set[tuple[str, str]]
) -> None:
    found = {(s, o) for s, p, o in triples(relations_of(sentence, language)) if p == predicate}
    assert found == ends


@pytest.mark.parametrize(("language", "why", "sentence"), SILENT)
def test_what_is_not_stated_gives_nothing(language: str, why: str, sentence: str) -> None:
    assert triples(relations_of(sentence, language)) == set(), why


def test_both_languages_are_tried_twice_for_every_predicate() -> None:
    tried = [(p, language) for p, language, _ in examples()]
    tried += [(p, case[0]) for p, cases in STATED.items() for case in cases]
    assert {pair for pair in tried if tried.count(pair) < 2} == set()


@pytest.mark.parametrize(
    ("language", "sentence", "status", "period"),
    [
        ("en", "FPT plans to open an office in Japan in 2027.", Status.TARGET, "2027"),
        ("en", "FPT will open an office in Japan next year.", Status.FORECAST, "2026"),
        ("en", "FPT opened an office in Japan in 2019.", Status.ACTUAL, "2019"),
        ("en", "FPT has agreed to acquire VinBrain.", Status.FORECAST, "undated"),
        ("vi", "FPT đặt mục tiêu mở văn phòng tại Nhật Bản vào năm 2027.", Status.TARGET, "2027"),
        ("vi", "FPT dự kiến mở văn phòng tại Nhật Bản vào năm 2027.", Status.FORECAST, "2027"),
        ("vi", "FPT mở văn phòng tại Nhật Bản năm 2019.", Status.ACTUAL, "2019"),
    ],
)
def test_plans_are_no_facts(language: str, sentence: str, status: Status, period: str) -> None:
    (candidate,) = relations_of(sentence, language)
    assert (candidate.status, candidate.period.label) == (status, period)


def test_a_state_takes_no_time_from_its_clause() -> None:
    text = "In 2023, FPT Semiconductor, a subsidiary of FPT Software, sold more."
    (candidate,) = [c for c in relations_of(text, "en") if c.predicate == "subsidiary_of"]
    assert candidate.period.label == "undated"


def test_the_company_is_the_one_spoken_of() -> None:
    text = "Viettel Global raised its profit. The company operates in Laos and Peru."
    found = relations_of(text, "en")
    assert triples(found) == {
        ("company/viettel-global", "operates_in", "country/laos"),
        ("company/viettel-global", "operates_in", "country/peru"),
    }
    places = [(cue.text, cue.start) for cue in found[0].cues if cue.role == "subject"]
    assert places == [("Viettel Global", 0), ("The company", 34)]


def test_the_company_is_the_one_whose_chairman_speaks() -> None:
    text = "Truong Gia Binh, chairman of FPT, said the company has an office in Japan."
    assert ("company/fpt-corporation", "operates_in", "country/japan") in triples(relations_of(text, "en"))


def test_unknown_names_are_printed_and_have_no_id() -> None:
    (candidate,) = [
        c
        for c in relations_of("Lotus Chips JSC has signed an agreement with Nvidia.", "en")
        if c.predicate == "partner_of"
    ]
    assert (candidate.subject, candidate.subject_id) == ("Lotus Chips JSC", None)


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Bà Lê Thị Hoa, Giám đốc Bách Lụa, nói khách tăng.", "vi", {("Lê Thị Hoa", "Giám đốc Bách Lụa")}),
        ("Giám đốc Bách Lụa cho biết khách tăng.", "vi", set()),
        ("Giám đốc Maria Kestrel cho biết khách tăng.", "vi", {("Maria Kestrel", "Giám đốc")}),
        ("Le Thi Hoa, director of Bach Lua, spoke.", "en", {("Le Thi Hoa", "director of Bach Lua")}),
        # Whose it is does not end the name.
        (
            "Le Thi Hoa, director of the ministry's Foreign Investment Agency, spoke.",
            "en",
            {("Le Thi Hoa", "director of the ministry's Foreign Investment Agency")},
        ),
    ],
)
def test_the_name_behind_a_title_is_who_holds_it_or_where(
    sentence: str, language: str, expected: set[tuple[str, str]]
) -> None:
    roles = [c for c in relations_of(sentence, language) if c.predicate == "role_of"]
    assert {(c.subject, c.object) for c in roles} == expected


def test_the_source_is_credited_but_not_for_who_somebody_is() -> None:
    text = "FPT operates in Japan, according to Nikkei. Nguyen Van An, director of FPT Software, said so."
    by_predicate = {c.predicate: c for c in relations_of(text, "en")}
    assert by_predicate["operates_in"].attributed_to == ("media/nikkei-asia",)
    assert by_predicate["role_of"].attributed_to == ()


def test_a_relation_said_again_counts_once() -> None:
    text = "FPT operates in Japan.\n\nA report praised it.\n\nFPT operates in Japan."
    assert len(relations_of(text, "en")) == 1


def test_every_place_is_where_it_is_said_to_be() -> None:
    for cases in STATED.values():
        for language, sentence, _ in cases:
            for candidate in relations_of(sentence, language):
                assert sentence[candidate.start : candidate.end] == candidate.surface
                assert candidate.surface in candidate.phrase
                assert len(candidate.phrase.split()) <= 12
                assert {"predicate", "subject", "object"} <= {cue.role for cue in candidate.cues}
                for cue in candidate.cues:
                    assert sentence[cue.start : cue.end] == cue.text
                assert from_json(to_json(candidate)) == candidate


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    "unit", ["FPT, ", "Japan and ", "operates in ", "(", "’s ", "công ty con của ", "của FPT "]
)
def test_long_runs_of_anything_end_soon(unit: str, language: str) -> None:
    assert pace.seconds(lambda: relations_of(unit * 2000, language), below=10) < 10


# --- articles ------------------------------------------------------------------------------------------


def test_development_articles() -> None:
    """A floor: the articles were written without knowledge of the rules."""
    result = score(lambda article: triples(relations_of(article.text, article.language, article.published)))
    assert articles(DEV)
    assert result.precision >= 0.75, result.wrong
    assert result.recall >= 0.55, result.missed
