"""`kg locate`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.options import PATH
from kg.errors import KGError, UsageError, printable

_AROUND = 30
# Signs that a typesetter chooses, as the ones that a keyboard has.
_PLAIN = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "′": "'", "“": '"', "”": '"', "„": '"', "″": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
})  # fmt: skip


@click.command(short_help="Find the place of words in a text, ready for a seed file.")
@click.argument("file", type=PATH)
@click.argument("words")
@click.option("--phrase", help="Words around them (at most 12), to tell one place from another.")
def locate(file: Path, words: str, phrase: str | None) -> None:
    """Print the digests of an article's text, and every place where WORDS stand in it.

    The lines can be pasted into a seed file: the file's name and digests at its top, the places into a figure
    or relation.  Positions count the code points of the canonical text (NFC, LF).  Exit 1 where the words
    stand nowhere, 3 where the file cannot be read.

    \b
    Example:
      kg locate texts/my-article.txt '$2.5 billion' --phrase 'about $2.5 billion abroad'
    """
    from kg.files import MAX_TEXT, canonical_text, decode, read_bytes, sha256
    from kg.wrapping import article_text

    words = canonical_text(words)
    wanted = words if phrase is None else canonical_text(phrase)
    if not words.strip():
        raise UsageError("no words are given")
    if words not in wanted:
        raise UsageError("the phrase must hold the words")
    data = read_bytes(file, MAX_TEXT)
    text = article_text(decode(data, file))
    places = list(_places(wanted, text))
    if not places:
        raise KGError(f"{wanted!r} stands nowhere", place=str(file), remedy=_near(wanted, text))
    click.echo(f"text_file: {file.name}\nfile_sha256: {sha256(data)}")
    click.echo(f"text_sha256: {sha256(text.encode('utf-8'))}")
    for outer in places:
        for inner in _places(words, wanted):
            click.echo(f"\n# line {_line(text, outer)}: {_context(text, outer, outer + len(wanted))}")
            click.echo(f"    at: {outer + inner}-{outer + inner + len(words)}")
            if phrase is not None:
                click.echo(f"    phrase_at: {outer}-{outer + len(wanted)}")


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _context(text: str, start: int, end: int) -> str:
    """The words at a place with some of what is around them on their lines."""
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return printable(f"…{before}{text[start:end]}{after}…")


def _near(words: str, text: str) -> str:
    """What the text has where only blanks, case, quotation marks, dashes or composed letters differ."""
    (plain, origin), (wanted, _) = _plain(text), _plain(words)
    found = plain.find(wanted)
    if found < 0 or not wanted:
        return "check the words"
    start, end = origin[found], origin[found + len(wanted)]
    # The representation shows a no-break space or a line break as what it is.
    return f"did you mean {text[start:end]!r}, on line {_line(text, start)} at {start}-{end}?"


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` with plain signs and single blanks, and where each of its characters (and its end) came from."""
    out: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character.translate(_PLAIN)).casefold():
            sign = " " if letter.isspace() else letter
            if unicodedata.category(sign) == "Cf" or (sign == " " and out[-1:] == [" "]):
                continue
            out.append(sign)
            origin.append(at)
    return "".join(out), [*origin, len(text)]
