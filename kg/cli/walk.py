"""The terminal of `kg review`: shows a candidate in its context, reads a key, hands on what was decided."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from kg.candidate import Candidate, FigureCandidate, to_json, with_id
from kg.document import Document
from kg.errors import printable
from kg.review import Gate
from kg.review.correct import Editor
from kg.review.decisions import Action, Decision, corrected
from kg.review.seedfile import INCOMPLETE, Writer
from kg.review.session import Signature, Walk, rivals

_KEYS = "a accept · c correct · r reject · s skip · u undo · q quit · ? help"
_HELP = """\
  a  accept the claim as it is proposed
  c  correct it: field=value pairs, such as  metric=revenue period=2024 cue.period="last year"
  r  reject it, with a reason
  s  skip it for now: it is asked again next time
  u  undo the last decision
  q  write what was accepted so far, and leave
"""
_AROUND = 240
# The end of input, as a key or as what a terminal made of it before we listened.
_END = {"\x04", "\x00", "q", "Q"}


class Terminal:
    """Asks about candidates; each decision, signed `by` whoever sits there, goes to `append` at once."""

    def __init__(
        self, document: Document, gate: Gate, writer: Writer, editor: Editor, by: Callable[[], Signature],
        append: Callable[[Decision], None],
    ) -> None:  # fmt: skip
        self._document = document
        self._gate = gate
        self._writer = writer
        self._editor = editor
        self._by = by
        self._append = append
        self._plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"

    def walk(self, walk: Walk) -> Walk:
        """Ask until nothing is open or the reviewer leaves; the walk with all that was decided."""
        while (candidate := walk.current) is not None:
            for line in self.card(candidate, walk):
                click.echo(line)
            done = self._step(walk, candidate)
            if done is None:
                return walk
            walk = done
        click.echo("every candidate is decided" if walk.candidates else "there are no candidates")
        return walk

    def _step(self, walk: Walk, candidate: Candidate) -> Walk | None:
        """The walk after the next decision or undo; None to leave."""
        while True:
            click.echo(f"{_KEYS} > ", nl=False)
            key = _key()
            click.echo(key if key.isprintable() else "")
            after: Walk | None = None
            if key in _END:
                return None
            match key.lower():
                case "a":
                    after = self._accept(walk, candidate)
                case "c":
                    after = self._correct(walk, candidate)
                case "r":
                    if reason := _line("reason (nothing: back)"):
                        after = self._decide(walk, Action.REJECT, reason=reason)
                case "s":
                    after = self._decide(walk, Action.SKIP)
                case "u":
                    after = self._undo(walk)
                case _:
                    click.echo(_HELP, nl=False)
            if after is not None:
                return after

    def _decide(
        self, walk: Walk, action: Action, *, reason: str = "", changes: dict[str, Any] | None = None
    ) -> Walk:
        after, decision = walk.decide(action, self._by(), reason=reason, corrected=changes)
        self._append(decision)
        return after

    def _undo(self, walk: Walk) -> Walk | None:
        undone = walk.undo(self._by())
        if undone is None:
            click.echo("there is nothing to undo")
            return None
        self._append(undone[1])
        return undone[0]

    def _accept(self, walk: Walk, candidate: Candidate) -> Walk | None:
        if (refusal := self._gate(candidate)) is not None:
            click.echo(printable(f"not accepted, {refusal.reason}: {refusal.message} (correct or reject it)"))
            return None
        left = self._writer.refuses(candidate)
        if left is not None and left.code != INCOMPLETE:
            click.echo(printable(f"not accepted: {left.reason} (correct or reject it)"))
            return None
        if left is not None:
            click.echo(printable(f"accepted, but no entry until it is completed: {left.reason}"))
        return self._decide(walk, Action.ACCEPT)

    def _correct(self, walk: Walk, candidate: Candidate) -> Walk | None:
        click.echo(f"  fields: {', '.join(self._editor.fields(candidate))}, cue.ROLE")
        while line := _line("field=value … (nothing: back)"):
            try:
                changes = self._editor.edit(candidate, line)
                claim = corrected(candidate, changes)
            except ValueError as error:
                click.echo(printable(str(error)))
                continue
            if (refusal := self._gate(with_id(claim))) is not None:
                click.echo(printable(f"not accepted, {refusal.reason}: {refusal.message}"))
                continue
            left = self._writer.refuses(claim)
            if left is not None and left.code != INCOMPLETE:
                click.echo(printable(f"not accepted: {left.reason}"))
                continue
            if left is not None:
                click.echo(printable(f"accepted, but no entry until it is completed: {left.reason}"))
            return self._decide(walk, Action.CORRECT if changes else Action.ACCEPT, changes=changes)
        return None

    # --- what is shown ----------------------------------------------------------------------------------

    def card(self, candidate: Candidate, walk: Walk) -> Iterator[str]:
        """The candidate in its context and with its fields, and what speaks against it."""
        c, progress = candidate, walk.progress
        number = f"[{progress.decided + 1}/{progress.total}]"
        yield ""
        origin = printable(f"{c.proposer}, {c.rule}, {c.confidence:.2f}", 100)
        yield f"{self._styled(number, bold=True)} {c.kind} {c.id} · {origin}"
        yield f"  {self._context(c)}"
        for name, value in _shown(c):
            words = ", ".join(f"“{cue.text}”" for cue in c.cues if cue.role == name)
            yield f"  {self._styled(f'{name:<12}', dim=True)} {printable(f'{value}  {words}'.rstrip())}"
        if (refusal := self._gate(c)) is not None:
            yield self._warning(f"{refusal.reason}: {refusal.message}")
        elif (left := self._writer.refuses(c)) is not None:
            yield self._warning(f"no entry: {left.reason}")
        for other in rivals(c, walk.decisions):
            yield self._warning(
                f"{other.candidate.proposer} reads the same words otherwise, accepted: {other.id}"
            )

    def _styled(self, text: str, **style: bool | str) -> str:
        return text if self._plain else click.style(text, **style)  # type: ignore[arg-type]

    def _warning(self, text: str) -> str:
        return "  " + self._styled(printable(f"! {text}"), fg="yellow")

    def _context(self, c: Candidate) -> str:
        """The surface in its paragraph, marked; a long paragraph is cut."""
        text = self._document.text
        low = max(text.rfind("\n", 0, c.start) + 1, c.start - _AROUND)
        high = text.find("\n", c.end)
        high = min(len(text) if high < 0 else high, c.end + _AROUND)
        before = ("…" if low > 0 and text[low - 1] != "\n" else "") + printable(text[low : c.start])
        after = printable(text[c.end : high]) + ("…" if high < len(text) and text[high] != "\n" else "")
        words = printable(text[c.start : c.end])
        marked = f"»{words}«" if self._plain else click.style(words, bold=True, reverse=True)
        return before + marked + after


def _shown(c: Candidate) -> Iterator[tuple[str, str]]:
    """The fields of a claim as name and words, those that say nothing left out."""
    line = to_json(c)
    yield "subject", f"{c.subject_id or 'UNKNOWN'} ({c.subject})" if c.subject else c.subject_id or "UNKNOWN"
    if isinstance(c, FigureCandidate):
        yield "metric", f"{c.metric or 'UNKNOWN'} ({c.quantity})"
        top = f" to {line['value_max']}" if c.value_max is not None else ""
        yield "value", f"{line['value']}{top} {c.unit or 'UNKNOWN UNIT'}"
        yield "hedge", str(c.hedge)
    else:
        yield "predicate", c.predicate
        yield "object", f"{c.object_id or 'UNKNOWN'} ({c.object})"
    yield "status", str(c.status)
    yield "period", c.period.label + (" (inherited)" if c.period_inherited else "")
    for name in ("base_period", "sector", "market", "ownership", "conversion_of", "ambiguity"):
        if line.get(name):
            yield name, str(line[name])
    if c.attributed_to:
        inherited = " (inherited)" if c.attribution_inherited else ""
        yield "attribution", ", ".join(c.attributed_to) + inherited


def _line(question: str) -> str:
    """A line of the reviewer; the empty text at the end of input too."""
    try:
        answer: str = click.prompt(f"  {question}", default="", show_default=False)
    except click.Abort:
        click.echo("")
        return ""
    return answer.strip()


def _key() -> str:
    """One key, without waiting for a line end; what was typed ahead is not lost."""
    try:
        import termios
        import tty
    except ImportError:
        return click.getchar()
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSANOW)
        data = os.read(descriptor, 1)
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
    # The end of input is as good as leaving.
    return data.decode("ascii", "replace") if data else "q"
