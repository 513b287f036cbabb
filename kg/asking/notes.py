"""What a reader must keep in mind of an answer: how it was read, where it is not quite what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.asking.index import Index
from kg.asking.reading import Reading
from kg.asking.slots import Fit, Found, SlotBook
from kg.asking.voice import Voice, local

# A name that is also that of others: of so many, the names are said.
_NAMESAKES = 5
_FIRMS = ("company", "state-owned-enterprise")


def reading_notes(reading: Reading, voice: Voice) -> Iterator[str]:
    """What was mended or not understood of a question."""
    for typed, meant in reading.slips:
        yield voice.say(f"“{typed}” was read as “{meant}”", f"“{typed}” được đọc là “{meant}”")
    if reading.times.relative and not reading.times.asked:
        yield voice.say(
            "words like “last year” depend on the day; name the year to narrow the answer",
            "những từ như “năm ngoái” tùy vào ngày hỏi; hãy nêu rõ năm để thu hẹp câu trả lời",
        )
    mentions = [*reading.actors, *reading.topics, *reading.places]
    left = [reading.words[n].text for n in reading.unread(mentions)]
    left = [word for word in left if not any(c.isdigit() for c in word)]
    if left:
        said = ", ".join(f"“{word}”" for word in dict.fromkeys(left))
        yield voice.say(f"not read: {said}", f"không hiểu: {said}")


class Notes:
    """Notes on the slots that answer one question."""

    def __init__(self, index: Index, book: SlotBook, reading: Reading, voice: Voice) -> None:
        self._index, self._book, self._reading, self._voice = index, book, reading, voice

    def of(self, founds: Sequence[Found]) -> Iterator[str]:
        """The notes on what was found for each that is named."""
        reading, fits = self._reading, [fit for found in founds for fit in found.fits]
        yield from reading_notes(reading, self._voice)
        for found in founds:
            if found.fits:
                yield from self._fit_notes(found.fits[0])
            elif found.near:
                subject = self._voice.label(found.near[0].subject.ref)
                yield self._voice.say(
                    f"no such figure of {subject}", f"không có số liệu như vậy của {subject}"
                )
        if any(_is_loose_number(reading, n) for n in range(len(reading.words))):
            yield self._voice.say(
                "a number in a question is no source; only what articles state is shown",
                "con số trong câu hỏi không phải là nguồn; chỉ hiện những gì các bài báo nêu",
            )
        if reading.times.asked and fits and max(fit.level for fit in fits) < 3:
            yield self._voice.say(
                "no figure of exactly that time; these are of a time around or within it",
                "không có số liệu đúng thời điểm đó; đây là số liệu của thời điểm gần hoặc nằm trong đó",
            )
        yield from self._gaps(fits)
        yield from self._wider(founds)
        yield from self._ambiguities(founds)

    def _gaps(self, fits: Sequence[Fit]) -> Iterator[str]:
        """The years of a span of which there is no figure."""
        asked = self._reading.times.asked
        if asked is None or asked.since or not fits or max(fit.level for fit in fits) < 3:
            return
        first, last = asked.periods[0].start, asked.periods[-1].end
        assert first is not None
        assert last is not None
        wanted = {str(year) for year in range(first.year, last.year + 1)}
        missing = sorted(wanted - {fit.slot["period"] for fit in fits})
        if len(wanted) > 1 and missing and len(missing) < len(wanted):
            said = ", ".join(missing)
            yield self._voice.say(f"no figure of {said}", f"không có số liệu của {said}")

    def _wider(self, founds: Sequence[Found]) -> Iterator[str]:
        """What the question narrows by and the figures do not."""
        measured = {n for mention, _ in self._reading.metrics for n in mention.covered}
        for found in founds:
            for fit in found.fits[:1]:
                subject = self._index.things[fit.subject.ref]
                own = {*subject.sector, *subject.country, *subject.places, subject.ref, fit.subject.ref}
                for mention in (*self._reading.topics, *self._reading.places):
                    held = {fit.slot["sector"], fit.slot["market"], fit.slot["ownership"]}
                    if held & {local(ref) for ref in mention.refs} or own & set(mention.refs):
                        continue
                    if mention == fit.subject.mention or measured.issuperset(mention.covered):
                        continue
                    named = self._voice.label(mention.refs[0])
                    yield self._voice.say(f"not narrowed to “{named}”", f"không thu hẹp theo “{named}”")

    def _fit_notes(self, fit: Fit) -> Iterator[str]:
        label, subject = self._voice.label(fit.metric), self._voice.label(fit.subject.ref)
        asked = [ref for mention, ranked in self._reading.metrics for ref, _ in ranked]
        direct = {ref for _, ranked in self._reading.metrics for ref, _ in ranked[:1]}
        if asked and fit.metric not in direct:
            first = self._voice.label(asked[0])
            yield self._voice.say(
                f"read as “{label}”; “{first}” itself was not found or is less likely meant",
                f"được hiểu là “{label}”; không có “{first}” hoặc ít khả năng được hỏi",
            )
        match fit.subject.how:
            case "overlap":
                named = self._voice.label(fit.subject.mention.refs[0])
                yield self._voice.say(
                    f"the graph has no such figure of {named}; {subject} is another series that overlaps it",
                    f"đồ thị không có số liệu này của {named}; {subject} là chuỗi khác, có phần chồng lấn",
                )
            case "segment":
                sector = self._voice.label(f"sector/{fit.subject.sector}")
                yield self._voice.say(
                    f"counted as the segment “{sector}” of {subject}",
                    f"được tính là phân ngành “{sector}” của {subject}",
                )
            case "narrowed" | "completed":
                yield self._voice.say(
                    f"“{fit.subject.mention.printed}” was read as {subject}",
                    f"“{fit.subject.mention.printed}” được hiểu là {subject}",
                )
            case "unnamed":
                yield self._voice.say(
                    f"nobody is named; read as {subject}", f"không nêu đối tượng; hiểu là {subject}"
                )

    def _ambiguities(self, founds: Sequence[Found]) -> Iterator[str]:
        """Whom the name may also mean: others that bear it and have such a figure."""
        for found in founds:
            if not found.fits:
                continue
            top = found.fits[0]
            others = dict.fromkeys(
                fit.subject.ref
                for fit in found.near
                if fit.subject.ref != top.subject.ref
                and fit.subject.how in ("named", "completed", "narrowed")
                and fit.subject.mention == top.subject.mention
            )  # fmt: skip
            others.update(dict.fromkeys(self._namesakes(top)))
            if others:
                names = ", ".join(self._voice.label(ref) for ref in list(others)[:_NAMESAKES])
                printed = self._voice.label(top.subject.ref)
                yield self._voice.say(
                    f"read as {printed}; the name is also that of {names}: ask for it by its full name",
                    f"hiểu là {printed}; tên này cũng là của {names}: hãy hỏi bằng tên đầy đủ",
                )

    def _namesakes(self, fit: Fit) -> list[str]:
        """Others whose names begin with the name as typed and of whom the graph has the metric."""
        mention = fit.subject.mention
        if (
            fit.subject.how != "named"
            or not mention.covered
            or fit.subject.ref.startswith(("aggregate/", "country/"))
        ):
            return []
        typed = " ".join(self._reading.words[n].folded for n in mention.covered) + " "
        metric = fit.slot["metric"]
        return [
            thing.ref
            for thing in self._index.figured
            if thing.ref != fit.subject.ref
            and thing.kind in _FIRMS
            and thing.en.casefold().startswith(typed)
            and any(slot["metric"] == metric for slot in self._book.by_subject[thing.local])
        ]


def _is_loose_number(reading: Reading, n: int) -> bool:
    """Whether a word is a number that no name, time or phrase holds."""
    word = reading.words[n]
    if not word.text[0].isdigit() or n in reading.timed or not any(c.isdigit() for c in word.text):
        return False
    held = {m for hit in reading.hits for m in hit.covered}
    return n not in held
