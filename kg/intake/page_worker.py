"""The child of `kg.intake.page`: one page in, its text and metadata out.

trafilatura finds the article in the page; the lines are written here, so that headings, list items and table
rows keep their form.  Headline and standfirst often stand outside of what it takes for the article, and there
newspapers print their first figures: they are put back in front.
"""

from __future__ import annotations

import itertools
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
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:sapo|standfirst|description|lead|summary|chapo|abstract|subtitle|excerpt|dek)(?:$|[\s_-])",
    re.I,
)
_LONG_LINE, _LONGEST_STANDFIRST = 40, 1_500
_NEAR, _SAME = 200, 20


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
    # Before trafilatura, which takes the tree apart.
    opening = _opening(tree, found["title"] or "")
    body = _text(tree)
    flat = " ".join(body.split())
    long_lines = [line for line in body.split("\n") if len(line) > _LONG_LINE]
    # Neither what is in the article already, nor a box that holds the article.
    missing = [
        line for line in opening if body and line not in flat and not any(part in line for part in long_lines)
    ]
    return {"text": "\n".join([*missing, body]), **found}


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


def _opening(tree: Any, title: str) -> list[str]:
    """Headline and standfirst: the only h1, if it is the title and not a logo, and the first block behind it
    that the page calls a standfirst, before the article itself begins."""
    headings = [h for h in tree.iter("h1") if h.text_content().strip()]
    if len(headings) != 1:
        return []
    headline = _one_line(headings[0])
    same = title.casefold().startswith(headline.casefold()[:_SAME]) or headline.casefold().startswith(
        title.casefold()[:_SAME]
    )
    opening = [headline] if same else []
    blocks = tree.iter("h1", "h2", "h3", "p", "div", "strong", "span", "article")
    behind = itertools.dropwhile(lambda element: element is not headings[0], blocks)
    for element in itertools.islice(behind, 1, _NEAR):
        if element.tag == "article":
            break
        if _STANDFIRST.search(f"{element.get('class', '')} {element.get('itemprop', '')}"):
            line = _one_line(element)
            if _LONG_LINE < len(line) <= _LONGEST_STANDFIRST and line != headline:
                return [*opening, line]
    return opening


def _one_line(element: Any) -> str:
    return " ".join(element.text_content().split())


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
