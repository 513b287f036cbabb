"""The English words around times: what gives them a role, and what makes them no times at all."""

from __future__ import annotations

import re

from kg.periods.fiscal import FiscalWords
from kg.periods.form import Edge, words
from kg.periods.mention import Role

STARTS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday
    a an annual annually apr april aug august between coming corresponding couple daily dec december during
    each eight eighteen eleven end every feb february fifteen final financial first fiscal five following for
    four fourteen fourth from full fy h half in initial its jan january jul july jun june last latest latter m
    mar march may month monthly next nine nov november oct october on one opening over p past per preceding
    previous prior q qo qoq quarter quarterly recent same second sep sept september seven since six so ten the
    their third thirteen thirty this three throughout tomorrow twelve twenty two weekly whole y year yearly
    yesterday yo yoy ytd
    """
)
CUES = {
    **dict.fromkeys(
        ("as of", "as at", "until", "up until", "till", "up to", "through",
        "through to", "to the end of"), Role.AS_OF
    ),
    **dict.fromkeys(
        (
            "by", "before", "towards", "toward", "vision to", "strategy to", "plan to", "roadmap to",
            "orientation to", "orientations to", "not later than", "no later than",
        ),
        Role.BY,
    ),
    **dict.fromkeys(
        (
            "since", "ever since", "starting from", "starting in", "beginning in", "beginning from",
            "dating from", "as from", "effective from",
        ),
        Role.SINCE,
    ),
    **dict.fromkeys(
        (
            "compared with", "compared to", "in comparison with", "in comparison to", "comparing with",
            "versus", "vs", "vs.", "against", "as against", "relative to", "than in", "than at", "than the",
            "than for", "than last", "higher than", "lower than", "better than", "worse than", "faster than",
            "compared with that of", "compared to that of", "than that of", "compared with those of",
            "from that of", "from the level of", "up from", "down from", "than",
        ),
        Role.BASE,
    ),
}  # fmt: skip
CHANGE_CUES = {"from": Role.SINCE, "over": Role.WITHIN, "on": Role.WITHIN}
FILLERS = words("the year years period calendar in of month date levels full whole at that just")
EDGES = {
    **dict.fromkeys(
        ("end", "end-", "end of", "end of the", "ended", "ending", "close of", "close of the"),
        Edge(moment=True),
    ),
    **dict.fromkeys(
        ("start of", "start of the", "beginning of", "beginning of the", "outset of"), Edge(start=True)
    ),
    **dict.fromkeys(
        ("early", "early-", "early in", "mid", "mid-", "middle of", "late", "late-", "late in"), Edge()
    ),
}
HEDGES = words("nearly almost some approximately roughly least most only")
COUNTED = words(
    """
    people employees workers staff engineers companies firms enterprises businesses units students users
    customers subscribers stations projects servers jobs experts times million billion thousand trillion
    percent per dollars usd vnd mw kw gwh hectares ha km sq square metres meters vehicles cars shops stores
    homes families households schools startups start-ups patents deals rooms seats racks shares tonnes tons
    km2 m2 products participants delegates guests investors points persons gb tb mb mbps hours days months
    years lecturers researchers scientists technicians specialists members partners clients outlets branches
    """
)
PROMPTS = words(
    "in of since by until till from to through during for between on early mid late this last next"
)
PLAIN = words(
    """
    in by come since from until till before after during throughout over for of on to and or the a as at with
    than compared against between through around about early late mid end while but when also this that its
    year years both only total versus within fiscal
    """
)
NO_RATE = words(
    """
    for in within over after than only just is was about half nearly almost such as quite be took takes during
    through once being of
    """
)
CHANGE = re.compile(
    r"%|\bpoints?\b|\bper ?cent\b|\bfold\b|\btimes\b|\b(?:increases?|increased|rises?|rose|risen|growth"
    r"|grew|grown|up|down|falls?|fell|drop|dropped|declined?|decreased?|changed?|higher|lower|jump|jumped|surged?|gain"
    r"|improvement|improved|doubled?|tripled?|twofold|slipped|expanded)\b"
)
FUTURE = re.compile(
    r"\b(?:will|would|expect(?:s|ed)?|projected|plan(?:s|ned)?|target(?:s|ed|ing)?|aim(?:s|ed|ing)?|goals?"
    r"|forecast(?:s|ed)?|hopes?|scheduled|slated|set to|due|likely"
    r"|upcoming|strives?|could)\b"
)
COMING = re.compile(r"[ ,\w’'-]{0,30}?\b(?:will|plans? to|aims? to|intends? to)\b")
PAST = re.compile(
    r"\b(?:had|has|have|was|were|reached|stood|totall?ed|exceeded|surpassed|recorded|hit|attracted|earned"
    r"|accounted|posted|registered|grew|rose|fell|amounted|\w{2,12}ed)\b"
)
LISTING = re.compile(r"\brespectively\b")
EACH_OF = re.compile(r"(?:\byears|\beach year|\beach of|\bevery year)(?: (?:from|in|of|between))?\s*$")
JOINT = re.compile(r"\s{0,3}(?:,|,?\s{1,3}(?:and|or)|&)\s{1,3}(?:in\s{1,3})?(?:the\s{1,3})?")
PART_OF = re.compile(
    r"\b(?:equal|equivalent) to [0-9][0-9.,]* ?(?:%|per ?cent) of (?:the |that of )?$"
    # "about the level of" 2023, "half of what they got in" 2021
    r"|\b(?:half|third|quarter|times|twice|about|above|below|near|is|to|than|with|against|exceed(?:s|ed|ing)?)"
    r" the (?:level|intake|record|peak|high|rate)s? (?:of|in|set in|reached in) (?:the year )?$"
    r"|\b(?:of|than|as|times|twice|half) what (?:[a-z]+ ){1,3}(?:in|for) (?:the whole of |all of )?$"
)
DECISION = re.compile(
    r"\b(?:decision|resolution|decree|directive|circular|dispatch|law|ordinance|plan|conclusion)"
    r"(?:\s+no\.?)?\s+(?=\S{0,20}[0-9])\S{1,24}(?:,?\s+(?:issued\s+on|issued|dated|of|on|signed\s+on))?\s*$"
)
FOUNDING = re.compile(
    r"\b(?:founded|established|launched|set up|formed|incorporated|opened|born|created|introduced"
    r"|inaugurated)"
    r"(?:\s+\w{1,12})?\s+in\s*$"
)
# English names show by their capitals alone.
NAMED = re.compile(r"(?!)")
_MONTH = "(january|february|march|april|may|june|july|august|september|october|november|december)"
_FISCAL = (
    r"(?P<part>\b(?:quarter|half|months) (?:of|in) (?:the |its )?(?:\d{4} )?)?"
    r"\b(?:(?:fiscal|financial)(?: years?)?|fy ?\d+)\b[^.;\n]{0,40}?\b"
)
# "The financial year that began on April 1", "for fiscal 2024, which ended in March".
FISCAL = FiscalWords(
    word=re.compile(r"fiscal|financial year|\bfy ?\d"),
    begins=re.compile(
        _FISCAL + r"(?:begins?|began|beginning|starts?|started|starting|runs? from|from)"
        rf"(?: on| in)?(?: \d{{1,2}})? {_MONTH}\b"
    ),
    ends=re.compile(
        _FISCAL + rf"(?:ends?|ended|ending|closes?|closed|to)(?: on| in)?(?: \d{{1,2}})? {_MONTH}\b"
    ),
    names=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
