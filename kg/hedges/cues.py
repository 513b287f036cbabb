"""The words that hedge a figure, per language, and what each of them says.

A cue stands right before the figure ("about $152 billion", "gần 13 %") or right after it ("50,000 or more").
Words that only stress a figure ("only", "as much as", "chỉ", "tới", "lên tới") are no cues.
"""

from __future__ import annotations

from typing import Final

from kg.lists import Hedge

CUES: Final[dict[str, dict[Hedge, tuple[str, ...]]]] = {
    "en": {
        Hedge.ABOUT: (
            "about", "approx", "approx.", "approximately", "around", "circa", "in the region of",
            "on the order of", "roughly", "some",
        ),
        Hedge.NEARLY: (
            "almost", "approaching", "close to", "just short of", "just shy of", "near", "nearing", "nearly",
            "shy of",
        ),
        Hedge.OVER: (
            "above", "beyond", "crossed", "crosses", "crossing", "exceed", "exceeded", "exceeding", "exceeds",
            "greater than", "in excess of", "more than", "north of", "over", "passed", "surpass", "surpassed",
            "surpasses", "surpassing", "to top", "could top", "will top", "would top", "may top",
            "topped", "topping", "upward of", "upwards of",
        ),
        Hedge.AT_LEAST: (
            "a minimum of", "at least", "minimum of", "no fewer than", "no less than", "not fewer than",
            "not less than",
        ),
        Hedge.UNDER: ("below", "fewer than", "less than", "under"),
        Hedge.AT_MOST: (
            "a maximum of", "at most", "capped at", "maximum of", "no more than", "not exceeding",
            "not more than", "up to",
        ),
    },
    "vi": {
        Hedge.ABOUT: (
            "chừng", "cỡ", "khoảng", "ngót nghét", "tầm", "trên dưới", "vào khoảng", "xấp xỉ", "ước chừng",
        ),
        Hedge.NEARLY: ("gần", "ngót", "sát", "sát mốc", "suýt soát", "tiệm cận"),
        Hedge.OVER: (
            "hơn", "quá", "trên", "vượt", "vượt con số", "vượt mốc", "vượt mức", "vượt ngưỡng", "vượt qua",
            "vượt quá", "vượt trên",
        ),
        Hedge.AT_LEAST: (
            "không dưới", "không ít hơn", "không thấp hơn", "ít nhất", "thấp nhất", "tối thiểu",
        ),
        Hedge.UNDER: ("chưa tới", "chưa đầy", "chưa đến", "dưới", "không tới", "không đến"),
        Hedge.AT_MOST: ("không hơn", "không quá", "không vượt quá", "tối đa"),
    },
}  # fmt: skip
# Signs glued to the figure say the same in both languages.
SIGNS: Final = {
    "~": Hedge.ABOUT, "≈": Hedge.ABOUT, "±": Hedge.ABOUT, ">": Hedge.OVER, "≥": Hedge.AT_LEAST,
    "<": Hedge.UNDER, "≤": Hedge.AT_MOST,
}  # fmt: skip
AFTER: Final[dict[str, dict[str, Hedge]]] = {
    "en": {
        "or more": Hedge.AT_LEAST, "or higher": Hedge.AT_LEAST, "or above": Hedge.AT_LEAST,
        "or so": Hedge.ABOUT, "or thereabouts": Hedge.ABOUT, "or less": Hedge.AT_MOST,
        "or fewer": Hedge.AT_MOST, "or below": Hedge.AT_MOST, "or lower": Hedge.AT_MOST,
        "plus": Hedge.AT_LEAST, "-plus": Hedge.AT_LEAST,
    },
    "vi": {"trở lên": Hedge.AT_LEAST, "trở xuống": Hedge.AT_MOST, "đổ lại": Hedge.AT_MOST},
}  # fmt: skip
# What may stand between a cue and its figure without limiting it.
BETWEEN: Final = {
    "en": (
        "a combined", "a further", "a total of", "additional", "an additional", "an estimated", "another",
        "as many as", "as much as", "equivalent to", "estimated", "just", "only", "the equivalent of",
    ),
    "vi": (
        "chỉ", "con số", "gấp", "mức", "mốc", "nhân", "thêm", "tổng cộng", "tương đương", "tới mức", "đạt",
    ),
}  # fmt: skip
# Before these cues the words make a comparison or a movement of them: "cao hơn 5%", "went up to 5".
NO_CUE_AFTER: Final = {
    "en": {
        "over": ("carried", "hand", "handed", "left", "take", "taken", "taking", "took", "turn", "turned"),
        "about": ("bring", "brings", "brought", "bringing"),
        "near": ("in", "the"),
        "up to": ("add", "added", "adding", "adds", "climb", "climbed", "climbing", "climbs", "crept", "edge",
                  "edged", "edges", "edging", "go", "goes", "going", "gone", "inch", "inched", "inches",
                  "jumped", "move", "moved", "moves", "moving", "picked", "pushed", "rise", "risen", "rises",
                  "rising", "rose", "shot", "stepped", "summed", "ticked", "went"),
    },
    "vi": {
        "hơn": ("cao", "chậm", "ít", "kém", "lớn", "nhanh", "nhiều", "nhỏ", "thấp", "tốt", "rộng", "dài",
        "mạnh", "rẻ", "đắt", "sớm", "muộn", "trẻ", "già"),
        "gần": ("năm", "tháng", "thời", "đây"),
    },
}  # fmt: skip
