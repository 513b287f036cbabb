"""How English articles write times: the forms in order of preference."""

from __future__ import annotations

from kg.periods import english_readers as read
from kg.periods import english_words as en
from kg.periods.english_readers import (
    DAY,
    MONTH,
    NUMBER,
    POINT,
    SHORT_YEAR_AFTER,
    UNIT,
    WEEKDAY,
    YEAR_AFTER,
)
from kg.periods.form import Grammar, compiled

_LAST_YEAR = (
    "(?:last year|the (?:previous|prior|preceding) year|the year (?:before|earlier)"
    "|(?:a|one) year (?:earlier|ago|before)|the year~earlier|year (?:earlier|ago|before)|previous year)"
)
_LONE = "(?<![0-9$€£¥#][.,/:-])(?<![$€£¥#])"
_FORMS, _MASTER = compiled(
    [
        ("(?<![0-9][./-])(?P<y><YY>)-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", read.iso),
        (r"(?<![0-9][./-])(?P<a>[0-9]{1,2})[./-](?P<b>[0-9]{1,2})[./-](?P<y><YY>)(?![\w/])", read.numeric),
        (
            "(?:the )?(?:same|corresponding) (?:period|time|months?|quarters?|timeframe|half)(?![\\w-])"
            f"(?:,? (?:(?:of|in) )?(?:(?:the )?(?:year )?(?P<y><Y>)|(?P<last>{_LAST_YEAR})))?",
            read.same_period,
        ),
        (r"(?:year~(?:on|over|to)~year|y~?o~?y|y/y|on~year)\b(?! (?:to|[0-9]))", read.on_unit),
        (r"(?:month~(?:on|over)~month|m-o-m|m/m|quarter~(?:on|over)~quarter|q-?o-?q|q/q)\b", read.on_unit),
        (rf"(?P<n>{NUMBER}|an?) {UNIT}s? (?P<when>ago|earlier|before|previously)\b", read.ago),
        (rf"(?:the|a) {UNIT}~(?:earlier|ago|before|prior)\b(?: period| level| figure)?", read.before),
        (rf"(?:(?:the|its|their) )?(?:previous|preceding|prior) {UNIT}\b(?:['’]s)?", read.before),
        (f"(?:the )?(?:last|final) (?P<n>{NUMBER}) months{YEAR_AFTER}", read.closing_months),
        (
            rf"(?:(?:the|its|their) )?(?:past|last|previous|recent|latest) (?P<n>{NUMBER}) "
            rf"(?:(?:full|consecutive|straight) )?{UNIT}s\b",
            read.past,
        ),
        (rf"the past (?P<n>){UNIT}\b", read.past),
        (rf"(?:(?:the|its) )?(?:next|coming|following) (?P<n>{NUMBER}) {UNIT}s\b", read.coming),
        (
            f"(?:the )?(?:first )?(?P<n>{NUMBER})~months? (?:to|through|until|ended|ending) "
            f"(?:in |the end of )?(?P<mon>{MONTH})(?: {DAY})?{YEAR_AFTER}?",
            read.months_to,
        ),
        (
            "(?:the )?(?:fiscal |financial )?(?P<u>quarter|half|year) "
            "(?:to|through|(?:(?:that|which) )?(?:ended|ends)|ending) "
            f"(?:in |on |the end of )?(?P<mon>{MONTH})(?: {DAY})?{YEAR_AFTER}?",
            read.months_to,
        ),
        (
            rf"(?:the )?(?P<n>{NUMBER})~years?(?:~period)? (?:(?:from |of |between |in )?(?P<a><YY>)"
            r"(?: (?:to|and|through) |<->)|(?:to|through) )(?P<b><Y>)",
            read.years_to,
        ),
        (
            f"(?:(?:the|its) )?(?:first|opening|initial) (?P<n>{NUMBER}) "
            f"(?:months|(?P<u>quarter)s){YEAR_AFTER}?",
            read.opening_months,
        ),
        (f"(?:the )?(?P<n>{NUMBER})~months?(?:~period)?{YEAR_AFTER}", read.opening_months),
        (
            rf"(?P<n>{NUMBER})-month"
            r"(?= (?:(?:pre~tax|after~tax|net|gross|total|consolidated|export) ){0,2}"
            r"(?:revenue|profit|turnover|export|import|earning|total|figure|sale|income|loss|losse)s?\b)",
            read.opening_months,
        ),
        (f"the (?P<n>{NUMBER}) months(?=[,.;\n])", read.opening_months),
        (
            r"in (?P<n>four|five|seven|eight|nine|ten|eleven|[45789]|1[01]) months"
            r"(?=\n| (?:as|amid|despite)\b)",
            read.opening_months,
        ),
        (r"(?P<n>[0-9]{1,2})m(?: |/|-)?(?:(?P<y><Y>)|['’]?(?P<yy>[0-9]{2})(?![\w%]))", read.opening_months),
        (
            rf"(?:(?:the|its) )?(?P<o>first|1st|second|2nd|last|latter)~half\b(?:~year\b)?"
            f"(?:{YEAR_AFTER}|(?! of (?!20)))",
            read.half,
        ),
        (
            rf"(?:(?:the|its) )?(?P<o>first|1st|second|2nd|third|3rd|fourth|4th|final|last)~quarter\b"
            f"{YEAR_AFTER}?",
            read.quarter,
        ),
        (rf"(?P<k>[hq])(?P<n>[1-4])(?:{SHORT_YEAR_AFTER}|(?![\w-]))", read.part),
        (f"(?P<n>[1-4])(?P<k>[hq]){SHORT_YEAR_AFTER}", read.part),
        (rf"(?:the )?quarter (?P<o>[1-4]|iv|iii|ii|i)(?:{YEAR_AFTER}|(?![\w%-]))", read.quarter),
        (f"between (?P<a>{POINT}) and (?P<b>{POINT})(?![.,/-][0-9])", read.range),
        (
            f"(?:from )?(?P<a>{POINT})(?: (?:to|until|till|through|up to) |<->)(?:the )?(?P<b>{POINT})"
            "(?![.,/-][0-9])",
            read.range,
        ),
        (
            f"(?P<mon>{MONTH}) (?P<d>{DAY})(?:<->(?P<d2>{DAY}))?"
            rf"(?! (?:million|billion|percent|per cent)\b){YEAR_AFTER}?",
            read.date,
        ),
        (f"(?:the )?(?P<d>{DAY})(?:<->(?P<d2>{DAY}))? (?:of )?(?P<mon>{MONTH}){YEAR_AFTER}?", read.date),
        (f"(?P<mon>{MONTH})(?=['’]s )", read.whose_month),
        (f"(?P<mon>{MONTH}){SHORT_YEAR_AFTER}", read.month_of),
        (f"(?:(?P<which>this|last|next) )?(?P<mon>{MONTH})", read.month_of),
        ("(?<![0-9][./-])(?P<m>0?[1-9]|1[0-2])/(?P<y><Y>)", read.numeric_month),
        (
            "(?:(?:the )?(?:fiscal|financial)(?: year)? |fy ?[-'’]?)(?:(?P<y><YY>)|(?P<yy>[0-9]{2}))"
            r"(?:[/–-](?P<to>[0-9]{4}|[0-9]{2}))?(?!\w)",
            read.fiscal,
        ),
        (
            r"(?:the )?(?P<y><YY>)(?:[/–-](?P<to>[0-9]{4}|[0-9]{2}))? (?:fiscal|financial) year\b",
            read.fiscal,
        ),
        (r"(?:this|the current) (?:fiscal|financial) year\b", read.this_fiscal),
        (r"(?:(?:the|its) )?(?:previous|preceding|prior) (?:fiscal|financial) (?P<u>year)\b", read.before),
        (r"(?:the )?year(?:['’]s)?~end\b(?: (?P<y><Y>))?", read.year_end),
        (
            r"(?:so far this year|(?:the )?year~to~date|ytd"
            r"|since the (?:start|beginning) of (?:the|this) year)\b",
            read.to_date,
        ),
        (
            rf"from the (?:start|beginning) of (?:the|this) year (?:to|until|through) (?:mid~|the end of )?"
            f"(?:(?P<mon>{MONTH})(?: (?P<day>{DAY}))?|(?P<day2>{DAY}) (?P<mon2>{MONTH}))",
            read.year_until,
        ),
        (r"(?:yesterday|tomorrow)\b", read.today),
        (
            rf"(?<!black\s)(?<!cyber\s)(?:(?P<which>this|last|next) )?(?P<wd>{WEEKDAY})(?!\w|-)"
            rf"(?!,? \(?(?:{MONTH} |{DAY} (?:of )?{MONTH}))",
            read.weekday,
        ),
        (rf"(?P<which>this|last|next) {UNIT}\b(?!-)", read.relative),
        (rf"the (?P<which>current|coming) {UNIT}\b(?!-)", read.relative),
        (
            r"(?:for|over|during|throughout|in) the (?:(?:full|whole|entire) )?year\b"
            r"(?!-|['’]| (?:to|through|(?:that |which )?end(?:s|ed|ing)|earlier|before|ago|[0-9]))",
            read.year_of,
        ),
        (r"(?:full|whole)~year\b(?! (?:to|ended|ending|[0-9]))", read.year_of),
        (r"(?:annual|yearly|the year['’]s)(?= (?:[\w-]+ ){0,3}?(?:plan|target|goal)s?\b)", read.year_of),
        (rf"the {UNIT}\b(?!-)", read.the_unit),
        (r"the (?:period|half)\b(?!-| (?:of|from|between|to|[0-9]))", read.the_period),
        (_LONE + r"(?P<y><YY>)(?P<sep>[/–-])(?P<yy>[0-9]{2})(?![\w%]|[./-][0-9])", read.short_range),
        (_LONE + "(?P<y><Y>)(?! [0-9]{3})", read.bare_year),
        (
            r"(?:(?:per|each|every) (?:year|annum|quarter|month|week|day)"
            r"|an? (?:year|quarter|month|week|day)|annually|yearly|monthly|quarterly|weekly|daily|p\.a\.)"
            r"(?![\w-])(?! (?:ago|earlier|later|before|after|of|old|on)\b)",
            read.rate,
        ),
    ],
    [(r"/(?:year|quarter|month|week|day)(?!\w)", read.rate)],
    en.STARTS,
)

GRAMMAR = Grammar(
    forms=_FORMS,
    master=_MASTER,
    cues=en.CUES,
    change_cues=en.CHANGE_CUES,
    fillers=en.FILLERS,
    edges=en.EDGES,
    by_is_ahead=True,
    hedges=en.HEDGES,
    counted=en.COUNTED,
    prompts=en.PROMPTS,
    plain=en.PLAIN,
    no_rate=en.NO_RATE,
    change=en.CHANGE,
    future=en.FUTURE,
    coming=en.COMING,
    past=en.PAST,
    listing=en.LISTING,
    each_of=en.EACH_OF,
    joint=en.JOINT,
    part_of=en.PART_OF,
    decision=en.DECISION,
    founding=en.FOUNDING,
    named=en.NAMED,
    fiscal=en.FISCAL,
)
