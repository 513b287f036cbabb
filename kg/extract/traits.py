"""What speaks for an actor as the subject of a figure: the features that learned weights add up.

Features are words: where the actor stands ("before within:12"), how the words tie it to the figure and to its
metric ("bond:owner 14"), of what kind it is, and what the text was speaking of ("is:topic").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kg.candidate import Cue
from kg.extract.actor import BODIES, FIRMS, PLANS, REGIONS, VIETNAM, Actor
from kg.extract.blocks import BlockKind
from kg.extract.grammar import LINK, words
from kg.extract.prominence import Prominence
from kg.extract.scene import Scene, Sought
from kg.extract.spans import Place, Placed
from kg.extract.topics import Topics
from kg.extract.usage import InUse, usage_class
from kg.extract.weigh import Bundle, Told
from kg.grounding.conventions import FOREIGN_INVESTMENT

# Sources of options that stand in the sentence itself.
AT_HAND: Final = frozenset(("here", "5g", "instead", "industry", "bystander", "sector"))
_HAS_PARTS: Final = frozenset(("firm", "unknown", "body", "product", "facility"))
_NEAREST: Final = frozenset(("here", "bystander", "instead"))
# "Indonesia at 48 percent", "China ($3.7 billion)": the name right before its figure.
_BESIDE: Final = re.compile(
    r"\s*(?:\(|:|at|,? ?with|–|-|với|đạt|có|ở mức|chiếm)\s*(?:\(|about|around|nearly|over|more than|some|"
    r"just|only|almost|khoảng|gần|hơn|trên|mức|an? )?\s*",
    re.I,
)
_WORD_BEFORE: Final = re.compile(
    r"([^\W\d_]+|[(,;:–—-])\s*(?:the\s+|its\s+|a\s+|an\s+|các\s+|những\s+)?$", re.I
)
_WORD_AFTER: Final = re.compile(r"\s*([^\W\d_]+|['’(,;:–—.-])")
# What stands right behind a figure, as one word or two.
_COUNTED: Final = re.compile(r"\s*([^\W\d_]+)(?: [^\W\d_]+)?")
_BEFORE: Final = words(
    """
    in to from at on across into for with by among between against than like including as of within over
    throughout outside via under behind after and or while but that tại ở sang từ vào với cho trên giữa
    như gồm đến tới bởi do cùng theo ngoài trong của và là mà so thị trường nước ( , ; : – — -
    """
)
_AFTER: Final = words(
    """
    is are was were has have had will would could may can said says reported recorded posted earned made
    reached hit grew rose fell to in and or of for with at from by ' ’ ( , ; : – — . - đạt có là được đã
    đang sẽ ghi báo tăng giảm chiếm của và với tại trong cho ước dự thu
    """
)
# What companies and countries do with a figure: "VNPay raised 50 million".
_ACTS: Final = re.compile(
    r"(?:\s*\([^)]{1,30}\))?\s+(?:(?:has|have|had|also|now|already|alone|currently|then|still|will|would|could|đã|"
    r"đang|sẽ|cũng|hiện|còn|vẫn|vừa|mới|riêng)\s+){0,3}"
    r"(?:(?:rais|receiv|secur|attract|clos|invest|employ|serv|operat|own|expect|deliver|produc|shipp?|sign|open|"
    r"process|contribut|generat|export|import|post|record|report|ear?n|reach|surpass|exceed|add|reduc|hir|acquir|"
    r"launch|recruit|train|build|us|account|rank|register|licens|pledg|announc|collect|pour|grew|gain|manufactur|"
    r"suppl|distribut|cover|connect|provid|need|host|maintain|hold|plan|aim|hop|spend|los|mak|sell|buy|pay|win|"
    r"tak|bring|run|target|want|ha|see|get|clim|jump|ros|fell)(?:e|es|s|d|ed|ing|ies|ied|ped|red|t|ts)?|"
    r"got|won|sold|bought|spent|paid|lost|made|took|brought|held|built|ran|saw|cut|put|set|led|grew|rose|"
    r"huy động|nhận|gọi|thu|rót|đầu tư|mua|bán|sở hữu|nắm|vận hành|phục vụ|tuyển|xuất khẩu|nhập khẩu|"
    r"ghi nhận|mang|đóng góp|cung cấp|sản xuất|thua lỗ|lãi|lỗ|chi|trả|xử lý|triển khai|xây|có|đạt|đặt|chiếm|"
    r"vượt|đứng|xếp|tạo|sử dụng|dự kiến|báo|công bố|kỳ vọng|phấn đấu|nộp|giao|lắp|phủ|kết nối|đào tạo|thuê|"
    r"cần)\b",
    re.I,
)
# What begins a clause that only tells more of the name before it: "Mekong Capital, which put ...".
_TOLD_OF: Final = re.compile(
    r"(?:\s*\([^()]{1,30}\))?,\s+(which|whose|who|where|an?|the|one|with|founded|established|set|part|một|nơi|"
    r"công ty|đơn vị|hãng|nhà|doanh nghiệp|nền tảng|với)\b",
    re.I,
)
_CUT: Final = re.compile(r"[,;:.(]")
_DIGIT: Final = re.compile(r"\d")
# What a figure in digits begins with; "doubled" does not.
_NUMERIC: Final = frozenset("0123456789$€£¥-–−+~")
_REACH: Final = 20
# Where the first words of a sentence begin.
_FIRST: Final = 3
_WHOLE_WITHIN: Final = 40
# How many kinds of actors and figures are kept in mind.
_KEPT: Final = 4096
_STEPS: Final = (4, 12, 30, 60, 100, 160)


class _Figure(NamedTuple):
    """A figure with what is the same for all that it may be about."""

    scene: Scene
    sought: Sought
    # Words that say what is counted or measured: "12 million users", "their salaries".
    called: Sequence[str]
    # What the sentence names, where the subject is sought elsewhere, and its first word for something named.
    named: str
    stands: str
    # Where the last actor begins that a verb follows, before the figure.
    acting: int
    # What the words that say what is counted tell of each kind of actor.
    by_kind: dict[str, Bundle]


class _Runs(NamedTuple):
    """The coordinations of a sentence, by the place of each that is in one."""

    scene: Scene | None = None
    actors: Mapping[Place, Sequence[Place]] = {}
    figures: Mapping[Place, Sequence[Place]] = {}


class Traits:
    """Tells the features of the actors of one document."""

    def __init__(self, text: str, topics: Topics, prominence: Prominence, usage: InUse) -> None:
        """`topics` are kept by the walk through the document, `prominence` is that of the whole of it."""
        self._text = text
        self._topics = topics
        self._prominence = prominence
        self._usage = usage
        self._kinds: dict[str | None, str] = {}
        self._runs = _Runs()
        self._home = "none" if prominence.home is None else kind_of_subject(prominence.home)

    def of(self, scene: Scene, sought: Sought, possible: Iterable[tuple[Actor, str]]) -> Iterator[Told]:
        """The features of each actor, which comes from the source beside it, as whose a figure is."""
        named, stands = _named(scene, sought), next((a.text.lower() for a in scene.actors if a.carried), "")
        start = sought.figure[0]
        acting = max((a.start for a in scene.actors if a.end <= start and self._acts(a, start)), default=-1)
        figure = _Figure(scene, sought, tuple(self._called(sought)), named, stands, acting, {})
        possible = list(possible)
        home = self._prominence.home and self._prominence.home.ref
        classes = {usage_class(actor.ref) for actor, _ in possible}
        used = self._usage.ranks("subject", scene.view, sought.figure, classes)
        for actor, source in possible:
            kind = self._kinds.get(actor.ref) or self._kinds.setdefault(actor.ref, kind_of_subject(actor))
            called = figure.by_kind.get(kind)
            if called is None:
                called = Bundle(tuple([f"kind:{kind} {word}" for word in figure.called]))
                figure.by_kind[kind] = called
            shared = [_of_kind(kind, source, sought.metric, sought.family, sought.unit), called]
            if kind in _HAS_PARTS:
                shared.append(self._prominence.of(actor, kind, source))
            shared.append(_of_home(self._home, actor.ref is not None and actor.ref == home, kind, source))
            shared.append(_of_usage(used[usage_class(actor.ref)], kind, source))
            found = self._anywhere(sought, actor, kind)
            if source in AT_HAND:
                found += self._standing(figure, actor, kind)
            else:
                shared += self._away(figure, actor, source, kind)
            yield Told(found, shared)

    def _called(self, sought: Sought) -> Iterator[str]:
        """The words that name what is measured, and what stands right behind the figure."""
        if sought.cue is not None:
            yield f"cue:{sought.cue.text.lower()}"
        counted = _COUNTED.match(self._text, sought.figure[1])
        if counted is not None:
            first, both = counted[1].lower(), counted[0].strip().lower()
            yield f"noun:{first}"
            if both != first:
                yield f"noun:{both}"

    def _anywhere(self, sought: Sought, actor: Actor, kind: str) -> list[str]:
        """Features of an actor wherever it stands."""
        found: list[str] = []
        if kind == "aggregate":
            found.append(f"{actor.ref} metric:{sought.metric}")
        topic, last = self._topics.topic, sought.last
        if topic is not None and topic.is_same(actor):
            found.append("is:topic")
        if last is not None:
            same = last.is_same(actor)
            found.append("is:last" if same else "not:last")
            if same and (last.sector, last.market) == (actor.sector, actor.market):
                found.append("is:last alike")
        if actor.sector:
            found.append("has sector")
        if actor.market:
            found.append("has market")
        return found

    def _away(self, figure: _Figure, actor: Actor, source: str, kind: str) -> Iterator[Bundle]:
        """Features of what the sentence does not name."""
        view = figure.scene.view
        named = actor.start if actor.named is None else actor.named.start
        same, first = named >= view.block.start, view.start == view.block.start
        yield _of_absent(source, kind, figure.named, same, first, view.block.kind)
        if figure.stands:
            yield _of_stand_in(source, kind, figure.stands)
        seen = self._topics.seen(actor)
        if seen is not None:
            ago = view.number - seen.last
            recent = next((n for n in (1, 2, 4, 8) if ago <= n), "more")
            yield _of_seen(kind, recent, min(3, seen.times))

    # --- in the sentence --------------------------------------------------------------------------------

    def _standing(self, figure: _Figure, actor: Actor, kind: str) -> Iterator[str]:
        """Features of where an actor of the sentence stands."""
        scene, sought = figure.scene, figure.sought
        signs = (("a", actor.aside), ("o", actor.owner), ("d", actor.owned), ("p", actor.place))
        role = "".join(sign for sign, has in signs if has)
        yield f"role:{role}"
        if actor.carried:
            word = actor.text.lower()
            yield "stands for"
            yield f"stands:{word}"
            yield f"stands:{word} kind:{kind}"
        if actor.start in scene.agents:
            yield "speaks"
        yield from self._place(scene, sought, actor, role)
        yield from self._order(scene, sought, actor)
        yield from self._words(figure, actor, kind, role)
        yield f"bond:{self._bond(actor, sought.cue)}"

    def _place(self, scene: Scene, sought: Sought, actor: Actor, role: str) -> Iterator[str]:
        """Features of how far from the figure the actor stands, and on which side."""
        start, end = sought.figure
        if actor.end <= start:
            side, low, high = "before", max(actor.end, min(actor.until, start)), start
        else:
            side, low, high = "after", end, max(end, actor.start)
        yield f"side:{side}"
        yield f"side:{side} role:{role}"
        yield f"{side} within:{next((n for n in _STEPS if high - low <= n), 999)}"
        yield f"{side} barriers:{min(2, scene.distance.barriers(low, high))}"
        yield f"{side} joints:{min(3, scene.distance.joints(low, high))}"
        between = sum(1 for f in scene.view.figures if low <= f.start and f.end <= high)
        yield f"{side} figures:{min(3, between)}"
        if side == "before" and between == 0 and any(f.end <= actor.start for f in scene.view.figures):
            yield "since the last figure"
            yield f"since the last figure role:{role}"
        nearer = [a for a in scene.actors if a is not actor and low <= a.start and a.end <= high]
        yield f"{side} nearer:{min(2, len(nearer))}"
        yield f"{side} plain nearer:{min(2, sum(1 for a in nearer if not (a.aside or a.place)))}"

    def _order(self, scene: Scene, sought: Sought, actor: Actor) -> Iterator[str]:
        """Features of where the actor stands among the others."""
        if actor.start - scene.view.start < _FIRST:
            yield "first"
        listed = self._runs_of(scene).actors.get((actor.start, actor.end), ())
        if len(listed) > 1:
            yield "listed"
            run = self._runs_of(scene).figures.get(sought.figure, ())
            if len(run) == len(listed):
                alike = run.index(sought.figure) == listed.index((actor.start, actor.end))
                yield "listed alike" if alike else "listed elsewhere"

    def _words(self, figure: _Figure, actor: Actor, kind: str, role: str) -> Iterator[str]:
        """Features of the words beside the actor, or beside the list that it is in."""
        scene, sought = figure.scene, figure.sought
        text, (start, end) = self._text, sought.figure
        side = "before" if actor.end <= start else "after"
        if side == "before" and not actor.carried:
            beside = _BESIDE.fullmatch(text, actor.end, start)
            if beside is not None:
                yield f"beside:{beside[0].strip().lower()[:6]}"
                yield f"beside kind:{kind}"
                yield f"beside {'first' if actor.start - scene.view.start < _FIRST else role}"
            elif text[actor.end : start].isspace():
                verb = "number" if text[start] in _NUMERIC else "verb"
                yield f"right before {verb}"
                yield f"right before {verb} kind:{kind}"
                yield f"right before {verb} role:{role}"
        if sought.whole and 0 <= actor.start - end <= _WHOLE_WITHIN:
            yield "what it is a share of"
        if side == "before" and not actor.carried:
            yield from self._told_of(actor, kind, start)
        if side == "before" and self._acts(actor, start):
            plain = "aside" if actor.aside or actor.place else "plain"
            yield f"acts {plain}"
            yield f"acts kind:{kind}"
            if not any(actor.end <= a.start and a.end <= start for a in scene.actors):
                yield f"acts last {plain}"
        if side == "before" and actor.end <= figure.acting:
            yield "another acts"
            yield f"another acts role:{role}"
        listed = self._runs_of(scene).actors.get((actor.start, actor.end), ())
        head = listed[0][0] if listed else actor.start
        lead = _WORD_BEFORE.search(text[max(scene.view.start, head - _REACH) : head])
        if lead is not None and (word := lead[1].lower()) in _BEFORE:
            yield f"{side} word before:{word}"
            yield f"kind:{kind} word before:{word}"
        following = _WORD_AFTER.match(text, actor.end)
        if following is not None and (word := following[1].lower()) in _AFTER:
            yield f"{side} word after:{word}"

    def _told_of(self, actor: Actor, kind: str, figure: int) -> Iterator[str]:
        """Features of a clause that tells more of the actor, with the `figure` in it or behind it."""
        clause = _TOLD_OF.match(self._text, actor.end, figure)
        if clause is not None:
            inside = "in" if self._text.find(",", clause.end(), figure) < 0 else "behind"
            yield f"{inside} told of:{clause[1].lower()}"
            yield f"{inside} told of kind:{kind}"

    def _acts(self, actor: Actor, figure: int) -> bool:
        """Whether a verb follows an actor, and the words that only tell more of it, before the `figure`."""
        return _ACTS.match(self._text, max(actor.end, min(actor.until, figure)), figure) is not None

    def _bond(self, actor: Actor, metric: Cue | None) -> str:
        """How the words tie the actor to the metric: "its revenue", "revenue of"."""
        if metric is None:
            return "no metric"
        if metric.start <= actor.start < metric.end or actor.start <= metric.start < actor.end:
            return "in"
        if actor.end <= metric.start:
            gap, tie = self._text[actor.end : metric.start], "owner" if actor.owner else "ahead"
        else:
            gap, tie = self._text[metric.end : actor.start], "owned" if actor.owned else "behind"
        size = next((n for n in (1, 14, 40) if len(gap) <= n), 999)
        cut = " cut" if _CUT.search(gap) else ""
        return f"{tie} {size}{cut}{' figure' if _DIGIT.search(gap) else ''}"

    def _runs_of(self, scene: Scene) -> _Runs:
        """The coordinations of a sentence, found once."""
        if self._runs.scene is not scene:
            self._runs = _Runs(scene, self._by_run(scene.actors), self._by_run(scene.view.figures))
        return self._runs

    def _by_run(self, things: Iterable[Placed]) -> dict[Place, list[Place]]:
        """The coordination that each of `things` is in: joined by commas and "and"."""
        runs: list[list[Place]] = []
        for thing in things:
            if not (runs and LINK.fullmatch(self._text, runs[-1][-1][1], thing.start)):
                runs.append([])
            runs[-1].append((thing.start, thing.end))
        found: dict[Place, list[Place]] = {}
        for run in runs:
            for place in run:
                found.setdefault(place, run)
        return found


@lru_cache(maxsize=_KEPT)
def _of_usage(rank: str, kind: str, source: str) -> Bundle:
    place = rank.partition(" ")[0]
    return Bundle((f"used:{rank}", f"used:{place} kind:{kind}", f"used:{rank} from:{source}"))


@lru_cache(maxsize=_KEPT)
def _of_home(home: str, is_home: bool, kind: str, source: str) -> Bundle:
    """Features of a kind of actor in an article about a place of the kind `home`."""
    found = [f"home:{home} kind:{kind}", f"home:{home} kind:{kind} from:{source}"]
    if is_home:
        found += ["is home", f"is home from:{source}", f"is home kind:{kind}"]
    return Bundle(tuple(found))


@lru_cache(maxsize=_KEPT)
def _of_kind(kind: str, source: str, metric: str | None, family: str, unit: str | None) -> Bundle:
    """Features of a kind of actor as that of a kind of figure, wherever it stands."""
    own, measured = f"kind:{kind}", f"metric:{metric}"
    return Bundle((
        own, f"from:{source}", f"{own} {measured}", f"{own} family:{family}",
        f"{own} unit:{unit}", f"{own} from:{source}", f"{own} from:{source} {measured}",
        f"{own} {source if source in _NEAREST else 'away'} family:{family}",
    ))  # fmt: skip


@lru_cache(maxsize=_KEPT)
def _of_absent(source: str, kind: str, named: str, same: bool, first: bool, block: BlockKind) -> Bundle:
    """Features of what the sentence does not name, by where it stands and what it names instead."""
    found = [
        f"away:{source} sentence:{named}", f"away:{kind} sentence:{named}",
        f"away:{kind} {'same' if same else 'other'} block",
    ]  # fmt: skip
    if first:
        found.append(f"away:{source} paragraph begins")
    if block is not BlockKind.PARAGRAPH:
        found.append(f"away:{source} {block}")
    return Bundle(tuple(found))


@lru_cache(maxsize=_KEPT)
def _of_stand_in(source: str, kind: str, word: str) -> Bundle:
    """Features of what the sentence may mean by a word that stands for something named before."""
    return Bundle((f"away:{source} stands:{word}", f"away:{kind} stands:{word}"))


@lru_cache(maxsize=_KEPT)
def _of_seen(kind: str, recent: int | str, times: int) -> Bundle:
    """Features of how long ago the text named something, and how often."""
    return Bundle((f"{kind} seen ago:{recent}", f"seen times:{times}"))


def _named(scene: Scene, sought: Sought) -> str:
    """What a sentence names that its figure may be about."""
    if not scene.actors:
        return "none"
    plain = [a for a in scene.actors if not (a.aside or a.place)]
    if any(a.end <= sought.figure[0] and a.kind not in BODIES for a in plain):
        return "plain-before"
    return "plain" if plain else "aside"


def kind_of_subject(actor: Actor) -> str:
    """The kind of an actor, as finely as it matters to what is measured of it."""
    if actor.ref == VIETNAM:
        return "vietnam"
    if actor.ref is None:
        return "unknown"
    if actor.kind in FIRMS:
        return "firm"
    if actor.kind in BODIES:
        return "body"
    if actor.kind in PLANS:
        return "plan"
    if actor.kind == "market":
        return "region" if actor.ref in REGIONS else "place"
    if actor.ref == FOREIGN_INVESTMENT:
        return "foreign-investment"
    return actor.kind
