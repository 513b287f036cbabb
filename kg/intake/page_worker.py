"""The child of `kg.intake.page`: one page in, its text and metadata out.

trafilatura finds the article in the page; the lines are written here, so that headings, list items and table
rows keep their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from kg.errors import BadInput
from kg.intake.metadata import metadata
from kg.sandbox import child_main

_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9]))", re.I)
_NEVER_SEEN = ("script", "style", "template", "noscript", "object", "embed", "svg", "iframe", "head")
_BLOCKS = frozenset({"head", "p", "quote", "code", "item", "row", "list", "table", "figure", "graphic"})
_BLANKS = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ALLOWED_DEPTH = 200


def _work(job: dict[str, Any]) -> dict[str, Any]:
    page = _CONTROLS.sub(" ", job["html"].replace("\r\n", "\n").replace("\r", "\n"))
    # An encoding declaration is about the bytes, which are characters by now; lxml refuses both together.
    page = re.sub(r"\A\s*<\?xml[^>]*>", "", page)
    if not page.strip():
        return {"text": "", **dict.fromkeys(("title", "publisher", "published", "language", "canonical_url"))}
    try:
        tree = lxml_html.document_fromstring(page)
    except (ValueError, SyntaxError) as error:  # lxml's ParserError is a SyntaxError
        # What libxml2 says when it gets no more memory.
        if "unknown error" in str(error):
            raise MemoryError from None
        raise BadInput(f"is no HTML: {error}") from None
    found = metadata(tree, job["url"])
    _drop_hidden(tree)
    return {"text": _text(tree), **found}


def _drop_hidden(tree: Any) -> None:
    """Take out what a reader of the page does not see, as far as the page itself says so."""
    for element in list(tree.iter()):
        hidden = (
            not isinstance(element.tag, str)
            or element.tag in _NEVER_SEEN
            or "hidden" in element.attrib
            or element.get("aria-hidden", "").lower() == "true"
            or _HIDING.search(element.get("style", ""))
        )
        if hidden and element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _text(tree: Any) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    if body is None:
        return ""
    lines = (_BLANKS.sub(" ", line).strip() for block in _blocks(body) for line in block.split("\n"))
    kept = [line for line in lines if line.strip("- |")]
    return "\n".join(kept) + "\n" if kept else ""


def _blocks(body: Any) -> Iterator[str]:
    """The blocks of the article, in order; an explicit stack, because pages nest without limit."""
    words: list[str] = []
    # (element, entered): a leaving visit ends the block and takes up the text behind the element.
    stack: list[tuple[Any, bool]] = [(body, True)]
    while stack:
        element, entered = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS and words:
            yield "".join(words)
            words = []
        if entered:
            if tag == "item":
                words.append("- ")
            if tag == "lb":
                words.append("\n")
            if tag:
                words.append(_flat(element.text))
            stack.append((element, False))
            stack += [(child, True) for child in reversed(element)]
            continue
        if tag == "cell" and element.getnext() is not None:
            words.append(" | ")
        words.append(_flat(element.tail))
    if words:
        yield "".join(words)


def _flat(text: str | None) -> str:
    """Text of the page on one line: its line ends are blanks."""
    return " ".join(re.split(r"\s", text)) if text else ""


if __name__ == "__main__":
    child_main(_work)
