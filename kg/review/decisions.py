"""The decision log: an append-only file of JSON Lines that says who decided what about which candidate.

A line is a decision, or the head of the article (`{"article": …}`, the last one counts).  A decision holds
the whole candidate as it was proposed, so that nobody needs the proposer to read the log again.  Of several
decisions about a candidate the last one counts; `undo` takes the one before it back.

Each line is on disk before the next question is asked.  A line that was cut off by a kill is the last one and
has no line end: it is left out, and removed before the next is written.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.candidate import Candidate, from_json, to_json
from kg.claim import Article
from kg.errors import BadInput, Busy
from kg.files import check_path, decode, disk_errors, fsync_dir, read_bytes
from kg.jsonlines import MAX_LINES, parse_line, read_line
from kg.lists import EvidenceLevel


class Action(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    SKIP = "skip"
    UNDO = "undo"

    @property
    def final(self) -> bool:
        """Whether nobody need be asked again."""
        return self in (Action.ACCEPT, Action.CORRECT, Action.REJECT)

    @property
    def accepts(self) -> bool:
        """Whether a claim follows from it."""
        return self in (Action.ACCEPT, Action.CORRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: `who` decided `when` about `candidate` on the text with the digest `text_sha256`.

    `corrected` holds the fields that the reviewer changed, by their JSON names.
    """

    candidate: Candidate
    action: Action
    reason: str = ""
    corrected: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    when: str = ""
    text_sha256: str = ""

    @property
    def id(self) -> str:
        """The id of the candidate, as proposed."""
        return self.candidate.id

    def claim(self) -> Candidate:
        """The candidate with the reviewer's corrections, under the id that it was proposed with."""
        return corrected(self.candidate, self.corrected)


def corrected(candidate: Candidate, changes: Mapping[str, Any]) -> Candidate:
    """`candidate` with `changes` (JSON names) in it; raises ValueError on a field or value that is none."""
    if not changes:
        return candidate
    line = to_json(candidate)
    for name in changes:
        if name not in line or name in ("id", "kind"):
            raise ValueError(f"{name!r} is no field that can be corrected")
    return from_json(line | dict(changes))


def to_line(decision: Decision) -> str:
    """A decision as one line of JSON."""
    d = decision
    return _line({
        "id": d.id, "action": str(d.action), "reason": d.reason, "corrected": dict(d.corrected), "who": d.who,
        "when": d.when, "text_sha256": d.text_sha256, "surface": d.candidate.surface,
        "start": d.candidate.start, "end": d.candidate.end, "candidate": to_json(d.candidate),
    })  # fmt: skip


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decision_from(line: Mapping[str, Any], known: Mapping[str, Candidate] | None = None) -> Decision:
    """The decision of one JSON object; raises ValueError saying what is wrong.

    A script need not repeat what the candidates' file holds: `candidate` may be left out where `known` has
    one with this id, and everything but `id` and `action` may be.
    """
    allowed = (
        "id", "action", "reason", "corrected", "who", "when", "text_sha256", "surface", "start", "end",
        "candidate",
    )  # fmt: skip
    for name in line:
        if name not in allowed:
            raise ValueError(f"{name!r} is no field of a decision (they are {', '.join(allowed)})")
    texts = {}
    for name in ("id", "action", "reason", "who", "when", "text_sha256"):
        value = line.get(name, "")
        if not isinstance(value, str) or (not value and name in ("id", "action")):
            raise ValueError(f"{name}: a text is expected")
        texts[name] = value
    try:
        action = Action(texts["action"])
    except ValueError:
        raise ValueError(f"action: {texts['action']!r} is none of {', '.join(Action)}") from None
    given, changes = line.get("candidate"), line.get("corrected", {})
    candidate = (known or {}).get(texts["id"])
    if isinstance(given, Mapping):
        candidate = from_json(given)
    elif given is not None:
        raise ValueError("candidate: a JSON object is expected")
    if candidate is None:
        raise ValueError(f"no candidate has the id {texts['id']!r}, and the decision does not hold it")
    stated = {"surface": candidate.surface, "start": candidate.start, "end": candidate.end}
    for name, value in ({"id": candidate.id} | stated).items():
        if line.get(name, value) != value:
            raise ValueError(f"{name}: {line[name]!r}, but its candidate has {value!r}")
    if not isinstance(changes, Mapping) or (changes and action is not Action.CORRECT):
        raise ValueError("corrected: fields and their values are expected, with the action correct only")
    corrected(candidate, changes)
    return Decision(
        candidate=candidate, action=action, reason=texts["reason"], corrected=dict(changes),
        who=texts["who"], when=texts["when"], text_sha256=texts["text_sha256"],
    )  # fmt: skip


# The day of recording is in no older log, and in no log where it is not known.
_HEAD = tuple(f.name for f in fields(Article) if f.name not in ("note", "place", "level", "recorded"))


def head_line(head: Article) -> str:
    """The head of an article as one line of JSON."""
    recorded = {"recorded": head.recorded} if head.recorded else {}
    return _line({"article": {name: getattr(head, name) for name in _HEAD} | recorded})


def _head(value: object) -> Article:
    if not isinstance(value, dict) or set(value) - {"recorded"} != set(_HEAD):
        raise ValueError(f"article: an object with {', '.join(_HEAD)} is expected")
    for name, text in value.items():
        if not isinstance(text, str) and (text is not None or name in ("stem", "title", "language")):
            raise ValueError(f"article: {name}: a text is expected")
    return Article(level=EvidenceLevel.ANCHORED, **value)


@dataclass(frozen=True, slots=True)
class History:
    """What a log holds: the article's head, if it was written, and the decisions in their order."""

    head: Article | None = None
    decisions: tuple[Decision, ...] = ()
    torn: bool = False


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that counts for each candidate, by its id, in the order in which they were taken."""
    stacks: dict[str, list[Decision]] = {}
    for decision in decisions:
        stack = stacks.setdefault(decision.id, [])
        if decision.action is Action.UNDO:
            if stack:
                stack.pop()
        else:
            stack.append(decision)
            stacks[decision.id] = stacks.pop(decision.id)
    return {id_: stack[-1] for id_, stack in stacks.items() if stack}


def read_log(path: Path, known: Mapping[str, Candidate] | None = None) -> History:
    """The content of a log; raises BadInput with file and line on what is none.

    `known` are candidates that its decisions may name without holding them.
    """
    data = read_bytes(path, MAX_LINES)
    whole, tail = _untorn(data)
    known = dict(known or {})
    head: Article | None = None
    decisions: list[Decision] = []
    for number, line in enumerate(decode(data[:whole], path).split("\n"), 1):
        if not line.strip():
            continue
        read = read_line(path, number, line, lambda value: _record(value, known))
        if isinstance(read, Article):
            head = read
        else:
            known.setdefault(read.id, read.candidate)
            decisions.append(read)
    return History(head, tuple(decisions), tail)


def _record(value: Mapping[str, Any], known: Mapping[str, Candidate]) -> Article | Decision:
    if "article" in value:
        if len(value) > 1:
            raise ValueError("article: nothing else may stand on its line")
        return _head(value["article"])
    return decision_from(value, known)


def _untorn(data: bytes) -> tuple[int, bool]:
    """How many bytes of a log are whole lines, and whether a line that was cut off follows them."""
    end = data.rfind(b"\n") + 1
    tail = data[end:]
    if not tail.strip():
        return len(data), False
    try:
        parse_line(tail.decode("utf-8"))
    except ValueError:
        return end, True
    return len(data), False


class Log:
    """A log that is being written by this process alone; use it in a ``with`` block.

    Raises Busy where another session writes it, BadInput where it is no log, LimitReached on a full disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = check_path(path)
        self._descriptor = -1

    def __enter__(self) -> Log:
        with disk_errors(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists() and not self.path.is_file():
                raise BadInput.at(self.path, "is not a regular file", remedy="give another log")
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(self.path, flags, 0o644)
            fsync_dir(self.path.parent)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not self.path.exists() or not os.path.samestat(os.fstat(self._descriptor), self.path.stat()):
                # Another review took its empty log away between our opening and locking it.
                raise BlockingIOError
        except BlockingIOError:
            os.close(self._descriptor)
            self._descriptor = -1
            raise Busy(
                "another review writes this log", place=str(self.path), remedy="end that one first"
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor >= 0:
            if os.fstat(self._descriptor).st_size == 0:
                # Nothing was decided: no trace of it.
                self.path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = -1

    def read(self, known: Mapping[str, Candidate] | None = None) -> History:
        """What the log holds; a line that was cut off is removed from the file."""
        history = read_log(self.path, known)
        data = read_bytes(self.path, MAX_LINES)
        if history.torn:
            with disk_errors(self.path):
                os.ftruncate(self._descriptor, _untorn(data)[0])
                os.fsync(self._descriptor)
        elif data and not data.endswith(b"\n"):
            self._write(b"\n")
        return replace(history, torn=False)

    def append(self, decision: Decision) -> None:
        """Add a decision; when this returns, it is on disk."""
        self._write((to_line(decision) + "\n").encode("utf-8"))

    def append_head(self, head: Article) -> None:
        """Add the head of the article, in place of the one before."""
        self._write((head_line(head) + "\n").encode("utf-8"))

    def _write(self, data: bytes) -> None:
        before = os.fstat(self._descriptor).st_size
        with disk_errors(self.path):
            try:
                done = 0
                while done < len(data):
                    done += os.write(self._descriptor, data[done:])
                os.fsync(self._descriptor)
            except OSError:
                os.ftruncate(self._descriptor, before)
                raise
