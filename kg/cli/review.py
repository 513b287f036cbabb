"""`kg review`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import PATH, user_name
from kg.cli.output import note
from kg.errors import UsageError, printable

if TYPE_CHECKING:
    from kg.candidate import Candidate
    from kg.claim import Article
    from kg.corpus import Corpus
    from kg.document import Document
    from kg.review import Gate
    from kg.review.decisions import Decision, History, Log
    from kg.review.desk import Desk, Outcome
    from kg.review.replay import Fallen


@dataclass(frozen=True, kw_only=True)
class _Call:
    """The command's arguments and options, as they were given."""

    candidates: Path | None
    source: str
    accept_all: bool
    given: Path | None
    carry_over: bool
    seeds: Path | None
    log_file: Path | None
    stem: str | None
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    language: str | None
    who: str | None
    overwrite: bool


@click.command(short_help="Accept, correct or reject candidates, and write the article's seed file.")
@click.argument("candidates", type=PATH, required=False, metavar="[CANDIDATES.jsonl]")
@click.option("--text", "source", required=True, metavar="FILE|URL|-", help="The article that they are of.")
@click.option(
    "--accept-all", is_flag=True, help="Accept what is grounded and can be an entry; list the rest."
)
@click.option(
    "--from", "given", type=PATH, metavar="FILE", help="Take the decisions of this file; ask nothing."
)
@click.option(
    "--carry-over", is_flag=True, help="The text changed: take decisions along to where it stands now."
)
@click.option("--seeds", type=PATH, help="The seeds to write into (default: KG_SEEDS, else ./seeds).")
@click.option(
    "--log", "log_file", type=PATH, help="The decision log (default: decisions/ID.jsonl in the seeds)."
)
@click.option("--article", "stem", metavar="ID", help="The article's id (default: the text's file name).")
@click.option("--title", help="Its title as printed (default: what the page says, else the first line).")
@click.option("--publisher", help="The outlet, by id or name in the seeds (default: what the page says).")
@click.option("--url", help="Where it can be read.")
@click.option("--date", "published", metavar="DATE", help="When it was published: YYYY, YYYY-MM, YYYY-MM-DD.")
@click.option("--lang", "language", type=click.Choice(["en", "vi"]), help="Its language (default: found).")
@click.option("--by", "who", help="Who decides, for the log (default: the user's name).")
@click.option("--overwrite", is_flag=True, help="Replace a seed file even if it was written by hand.")
@click.pass_context
def review(ctx: click.Context, /, **given: Any) -> None:
    """Decide about the candidates of an article, and write what was accepted into its seed file.

    On a terminal every candidate is shown in its context, to be accepted, corrected, rejected (with a reason)
    or skipped.  Each decision is on disk at once: a review that was broken off goes on where it was.  The
    seed file follows from the decisions and the text alone: `--from` the log writes the same bytes again.
    What cannot be an entry is listed with the reason, and names without an entity with what to paste.

    Exit 1 where decisions no longer stand in a text that changed (nothing is written then), or the grounding
    check refuses what they accepted.

    \b
    Examples:
      kg extract article.txt --date 2025-01-15 -f jsonl -o candidates.jsonl
      kg review candidates.jsonl --text article.txt --date 2025-01-15
      kg review candidates.jsonl --text article.txt --accept-all
      kg review --text article.txt --from seeds/decisions/article.jsonl
    """
    from kg.review.decisions import Log, read_log
    from kg.review.folder import log_path, refuse_foreign, seed_path, working_seeds, write_seed
    from kg.review.lines import read_candidates
    from kg.seeds import read_corpus

    call = _Call(**given)
    _refuse_modes(call)
    proposed = read_candidates(call.candidates) if call.candidates is not None else ()
    known = {c.id: c for c in proposed}
    imported = read_log(call.given, known) if call.given is not None else None
    folder, begun = working_seeds(call.seeds)
    if begun:
        note(f"{folder}: begun as a copy of the shipped seeds")
    corpus = read_corpus(folder)
    before = imported.head if imported else None
    document = _document(call, before)
    desk = _desk(call, folder, corpus, proposed, document, before)
    head = desk.writer.head
    if head.text_file != document.name:
        note(
            f"text_file: `kg verify` will look for the text as {head.text_file} (`kg fetch -o` can write it)"
        )
    path, log_file = seed_path(folder, head.stem), call.log_file or log_path(folder, head.stem)
    if not call.overwrite:
        refuse_foreign(path)
    with Log(log_file) as log:
        history = log.read(known)
        if imported is None and history.head is not None:
            desk = _desk(call, folder, corpus, proposed, document, replace(history.head, stem=head.stem))
            head = desk.writer.head
        if call.candidates is not None:
            desk.refuse_other_text(call.candidates)
        decisions = imported.decisions if imported else history.decisions
        carried = _carried(desk, decisions, call.carry_over)
        if carried is None:
            note("error: decisions no longer stand in this text; nothing was written (see --carry-over)")
            ctx.exit(1)
        if history.head != head:
            log.append_head(head)
        decisions = _decide(call, desk, corpus, log, history, (*decisions, *carried))
        outcome = desk.outcome(decisions)
        if outcome.seed.figures or outcome.seed.relations or path.exists():
            write_seed(path, outcome.seed.data)
            counted = (
                f"{_count(outcome.seed.figures, 'figure')}, {_count(outcome.seed.relations, 'relation')}"
            )
            click.echo(f"{path}: {counted}")
        else:
            click.echo("nothing was accepted: no seed file is written")
    note(f"decisions: {log_file}")
    _report(outcome)
    ctx.exit(1 if outcome.replay.fallen or outcome.replay.refused else 0)


def _refuse_modes(call: _Call) -> None:
    """Raises UsageError where it is not clear who decides, or about what."""
    if call.accept_all and call.given is not None:
        raise UsageError("--accept-all and --from exclude each other", remedy="give one of them")
    if call.candidates is None and call.given is None:
        raise UsageError("no candidates are given", remedy="the file that `kg extract -f jsonl -o` wrote")
    if call.accept_all or call.given is not None:
        return
    if call.source == "-" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "there is no terminal to ask at",
            remedy="give --accept-all, or --from FILE with decisions; and the text by its path",
        )


def _document(call: _Call, before: Article | None) -> Document:
    from kg.intake import read_document

    return read_document(
        call.source,
        language=call.language or (before.language if before else None),
        published=call.published,
        url=call.url,
        allow_fetch=True,
        warn=note,
    )


def _desk(
    call: _Call, folder: Path, corpus: Corpus, proposed: tuple[Candidate, ...], document: Document,
    before: Article | None,
) -> Desk:  # fmt: skip
    """The desk for the article; what is not given is as it was written `before`, or else as it was found."""
    from kg.cli.seedcheck import SeedCheck
    from kg.review.desk import Desk, resolving
    from kg.review.entry import Register
    from kg.review.head import make_head
    from kg.review.seedfile import Writer
    from kg.review.session import Signature

    if before is not None:
        document = replace(
            document,
            language=call.language or before.language,
            published=call.published or before.date or document.published,
            url=call.url or before.url or document.url,
        )
    register = Register.of(corpus.entities)
    head = make_head(
        document, call.source, register, before, stem=call.stem, title=call.title,
        publisher=call.publisher,
    )  # fmt: skip
    if call.publisher and head.publisher is None:
        note(
            f"publisher: {printable(call.publisher, 60)!r} is not in entities/media.yaml: written as unknown"
        )

    check = SeedCheck(corpus, head.stem)
    writer = Writer(head, register, check.read, check.violations)
    writer.check_head()
    by = Signature(call.who or user_name(), _now(), document.text_sha256)
    gate = resolving(_gate(document, corpus, folder), register)
    return Desk(document, proposed, register, writer, gate, by)


def _gate(document: Document, corpus: Corpus, folder: Path) -> Gate:
    """The grounding check of the document, by the entities and the lexicon of the seeds."""
    from kg import pipeline, settings

    words = folder if (folder / "lexicon").is_dir() else settings.shipped_seeds_dir()
    return pipeline.gate(document, corpus, words).ground


def _now() -> str:
    import datetime as dt

    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _carried(desk: Desk, decisions: Sequence[Decision], carry_over: bool) -> list[Decision] | None:
    """What carries the decisions over to a changed text, listed; None where that is needed and not wished."""
    fallen = desk.replay(decisions).fallen
    for fall in fallen:
        click.echo(_fallen_line(fall))
    if not carry_over:
        return None if fallen else []
    return desk.carried_over(decisions)


def _fallen_line(fall: Fallen) -> str:
    words, id_ = fall.decision.claim().surface, fall.decision.id
    where = "its phrase stands nowhere now"
    if fall.start is not None:
        sure = "" if fall.sure else ", where the same words stand"
        where = f"moved: now at {fall.start}-{fall.start + len(words)}{sure}"
    return printable(f"no longer stands: {id_} {words!r}: {fall.why} ({where})", 1000)


def _decide(
    call: _Call, desk: Desk, corpus: Corpus, log: Log, history: History, decisions: tuple[Decision, ...]
) -> tuple[Decision, ...]:
    """All decisions after those that were taken here, each of them in the log."""
    from kg.review.desk import to_add

    for decision in to_add(history, decisions):
        log.append(decision)
    if call.accept_all:
        new = desk.accept_all(decisions)
        for decision in new:
            log.append(decision)
        return (*decisions, *new)
    if call.given is not None:
        return decisions
    return _ask(desk, corpus, decisions, log.append, log.path)


def _ask(
    desk: Desk, corpus: Corpus, decisions: tuple[Decision, ...], append: Callable[[Decision], None], log: Path
) -> tuple[Decision, ...]:
    from kg.cli.walk import Terminal
    from kg.review.correct import Editor
    from kg.review.session import Walk

    editor = Editor(
        desk.document.text, desk.document.language, corpus.entities,
        tuple(ref.removeprefix("predicate/") for ref in corpus.predicates),
        tuple(c.id for c in desk.candidates),
    )  # fmt: skip
    terminal = Terminal(
        desk.document, desk.gate, desk.writer, editor, lambda: replace(desk.by, when=_now()), append
    )
    try:
        return terminal.walk(Walk.begin(desk.candidates, decisions)).decisions
    except KeyboardInterrupt:
        note(f"\nbroken off; the decisions so far are in {log}, and the same command goes on")
        raise


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _report(outcome: Outcome) -> None:
    """What did not become an entry, and why; and what is missing for it."""
    for text in outcome.seed.notes:
        note(f"note: {text}")
    if outcome.left:
        click.echo(f"no entry: {len(outcome.left)}")
    for left in outcome.left:
        c = left.candidate
        click.echo(printable(f"  {c.id} {c.surface!r} at {c.start}-{c.end}: {left.reason}", 1000))
    _newcomers(newcomer.entry() for newcomer in outcome.newcomers)


def _newcomers(entries: Iterable[str]) -> None:
    held = list(entries)
    if held:
        click.echo("names without an entity (paste what is right into the seeds, and run the command again):")
    for entry in held:
        click.echo(entry, nl=False)
