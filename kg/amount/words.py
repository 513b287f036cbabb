"""The number words, scales and units of both languages: data only, in lower case."""

from __future__ import annotations

from typing import Final

# Blanks that may stand inside one figure: also no-break, narrow no-break, thin and figure space.
BLANK: Final = "[ \t\u00a0\u202f\u2009\u2007]"
LANGUAGES: Final = ("en", "vi")

ONES: Final[dict[str, dict[str, int]]] = {
    "en": {
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    },
    "vi": {
        "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
        "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    },
}  # fmt: skip
TENS_EN: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ORDINALS: Final[dict[str, dict[str, int]]] = {
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
        "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
        "twentieth": 20,
    },
    "vi": {"nhất": 1, "nhì": 2},
}  # fmt: skip
MULTIPLES: Final[dict[str, dict[str, str]]] = {
    "en": {
        "double": "2", "doubled": "2", "doubles": "2", "doubling": "2", "triple": "3", "tripled": "3",
        "triples": "3", "tripling": "3", "quadruple": "4", "quadrupled": "4", "quadrupling": "4",
        "quintupled": "5", "twice": "2", "thrice": "3", "twofold": "2", "threefold": "3", "fourfold": "4",
        "fivefold": "5", "sixfold": "6", "sevenfold": "7", "eightfold": "8", "ninefold": "9", "tenfold": "10",
        "two-fold": "2", "three-fold": "3", "four-fold": "4", "five-fold": "5", "ten-fold": "10",
    },
    "vi": {"đôi": "2", "rưỡi": "1.5"},
}  # fmt: skip
# What stands before a multiple in Vietnamese ("gấp đôi", "nhân ba") makes it one.
MULTIPLIERS_VI: Final = ("gấp", "nhân")
DENOMINATORS_EN: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip

SCALES: Final[dict[str, dict[str, int]]] = {
    "en": {
        "hundred": 2, "thousand": 3, "million": 6, "mln": 6, "mil": 6, "mn": 6, "m": 6, "k": 3, "billion": 9,
        "bln": 9, "bn": 9, "b": 9, "trillion": 12, "trn": 12, "tn": 12, "quadrillion": 15,
    },
    "vi": {"chục": 1, "trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9},
}  # fmt: skip

# What is printed right before the digits.
CURRENCIES: Final = {
    "$": "USD", "us$": "USD", "us $": "USD", "u.s.$": "USD", "usd": "USD", "vnd": "VND", "vnđ": "VND",
    "₫": "VND", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "jpy": "JPY",
    "krw": "KRW", "₩": "KRW",
    "s$": "SGD", "sgd": "SGD", "a$": "AUD", "aud": "AUD", "c$": "CAD", "hk$": "HKD", "hkd": "HKD",
    "nt$": "TWD", "twd": "TWD", "cny": "CNY", "rmb": "CNY", "thb": "THB", "฿": "THB", "myr": "MYR",
    "idr": "IDR", "inr": "INR", "₹": "INR", "chf": "CHF",
}  # fmt: skip
# What is printed after the number; the second value is a power of ten ("25 basis points").
UNITS: Final[dict[str, tuple[str, int]]] = {
    **{word: (unit, 0) for word, unit in CURRENCIES.items()},
    **dict.fromkeys(
        ("dollars", "dollar", "us dollars", "us dollar", "u.s. dollars", "american dollars", "đô la", "đô-la",
         "đôla", "đô la mỹ", "đô-la mỹ", "đô"), ("USD", 0)
    ),
    **dict.fromkeys(("đồng", "dong", "đ", "vietnamese dong", "vietnam dong"), ("VND", 0)),
    **dict.fromkeys(("euros", "euro"), ("EUR", 0)),
    **dict.fromkeys(("yen", "yên", "japanese yen", "yên nhật"), ("JPY", 0)),
    **dict.fromkeys(("won", "korean won", "won hàn quốc"), ("KRW", 0)),
    **dict.fromkeys(("yuan", "renminbi", "nhân dân tệ", "chinese yuan"), ("CNY", 0)),
    **dict.fromkeys(("pounds", "pounds sterling", "british pounds", "bảng anh"), ("GBP", 0)),
    **dict.fromkeys(("singapore dollars", "đô la singapore"), ("SGD", 0)),
    **dict.fromkeys(("baht", "thai baht", "bạt"), ("THB", 0)),
    **dict.fromkeys(("ringgit",), ("MYR", 0)),
    **dict.fromkeys(("rupees", "rupee"), ("INR", 0)),
    **dict.fromkeys(("kip", "kíp"), ("LAK", 0)),
    **dict.fromkeys(("riel", "riels"), ("KHR", 0)),
    **dict.fromkeys(("kyat", "kyats"), ("MMK", 0)),
    **dict.fromkeys(("rupiah",), ("IDR", 0)),
    **dict.fromkeys(("meticais", "metical", "meticai"), ("MZN", 0)),
    **dict.fromkeys(("swiss francs",), ("CHF", 0)),
    **dict.fromkeys(("%", "percent", "per cent", "pct", "pc", "phần trăm"), ("percent", 0)),
    **dict.fromkeys(
        ("percentage points", "percentage point", "% points", "%-points", "%-point", "percent points", "ppts",
         "pps", "ppt", "pp", "p.p", "điểm phần trăm", "điểm %"), ("percentage_point", 0)
    ),
    **dict.fromkeys(("basis points", "basis point", "bps", "điểm cơ bản"), ("percentage_point", -2)),
    **dict.fromkeys(("times", "lần", "fold", "-fold", "x"), ("ratio", 0)),
    **dict.fromkeys(("mw", "megawatts", "megawatt"), ("MW", 0)),
    **dict.fromkeys(("gw", "gigawatts", "gigawatt"), ("GW", 0)),
    **dict.fromkeys(("kw", "kilowatts", "kilowatt"), ("kW", 0)),
    **dict.fromkeys(("terawatt-hours", "terawatt-hour", "terawatt hours"), ("TWh", 0)),
    **dict.fromkeys(("gigawatt-hours", "gigawatt-hour", "gigawatt hours"), ("GWh", 0)),
    **dict.fromkeys(("megawatt-hours", "megawatt-hour", "megawatt hours"), ("MWh", 0)),
    **dict.fromkeys(("kilowatt-hours", "kilowatt-hour", "kilowatt hours"), ("kWh", 0)),
    "mwp": ("MWp", 0), "kwp": ("kWp", 0), "gwp": ("GWp", 0), "kva": ("kVA", 0), "mva": ("MVA", 0),
    "kv": ("kV", 0), "twh": ("TWh", 0), "gwh": ("GWh", 0), "mwh": ("MWh", 0), "kwh": ("kWh", 0),
    "kbps": ("kbps", 0), "mbps": ("Mbps", 0), "mbit/s": ("Mbps", 0), "mb/s": ("Mbps", 0),
    "gbps": ("Gbps", 0), "gbit/s": ("Gbps", 0), "gb/s": ("Gbps", 0), "tbps": ("Tbps", 0),
    "tbit/s": ("Tbps", 0),
    **dict.fromkeys(("terabits per second", "terabit per second"), ("Tbps", 0)),
    **dict.fromkeys(("gigabits per second", "gigabit per second"), ("Gbps", 0)),
    **dict.fromkeys(("megabits per second", "megabit per second"), ("Mbps", 0)),
    "kb": ("kB", 0), "mb": ("MB", 0), "gb": ("GB", 0), "tb": ("TB", 0), "pb": ("PB", 0), "eb": ("EB", 0),
    **dict.fromkeys(("megabytes", "megabyte"), ("MB", 0)),
    **dict.fromkeys(("gigabytes", "gigabyte"), ("GB", 0)),
    **dict.fromkeys(("terabytes", "terabyte"), ("TB", 0)),
    **dict.fromkeys(("petabytes", "petabyte"), ("PB", 0)),
    "khz": ("kHz", 0), "mhz": ("MHz", 0), "ghz": ("GHz", 0), "hz": ("Hz", 0),
    **dict.fromkeys(("km", "kilometres", "kilometers", "kilometre", "kilometer", "ki-lô-mét"),
                    ("kilometres", 0)),
    **dict.fromkeys(("km2", "km²", "sq km", "sq.km", "sq. km", "square kilometres", "square kilometers"),
                    ("square_kilometres", 0)),
    **dict.fromkeys(("sq ft", "sq.ft", "sq. ft", "sqft", "square feet", "square foot", "ft2", "ft²"),
                    ("square_feet", 0)),
    **dict.fromkeys(("m2", "m²", "sqm", "sq m", "sq.m", "sq. m", "square metres", "square meters",
                     "square metre", "square meter", "square-metre", "square-meter", "mét vuông"),
                    ("square_metres", 0)),
    # How long something takes; years stand outside the figure, as what is counted does.
    **dict.fromkeys(("milliseconds", "ms"), ("milliseconds", 0)),
    **dict.fromkeys(("minutes", "phút"), ("minutes", 0)), **dict.fromkeys(("hours", "giờ"), ("hours", 0)),
    **dict.fromkeys(("days", "ngày"), ("days", 0)), **dict.fromkeys(("weeks", "tuần"), ("weeks", 0)),
    **dict.fromkeys(("months", "tháng"), ("months", 0)),
    **dict.fromkeys(("ha", "hectares", "hectare", "héc-ta", "hecta", "héc ta"), ("hectares", 0)),
    **dict.fromkeys(("metres", "meters", "mét"), ("metres", 0)),
    "cm": ("centimetres", 0), "mm": ("millimetres", 0), "nm": ("nanometres", 0),
    **dict.fromkeys(("nanometres", "nanometers", "nanometre", "nanometer"), ("nanometres", 0)),
    **dict.fromkeys(("kg", "kilograms", "kilogrammes"), ("kilograms", 0)),
    **dict.fromkeys(("tonnes", "tonne", "tons", "tấn"), ("tonnes", 0)),
}  # fmt: skip

# Scale words that name the language of the number before them, whatever the language of the text.
LARGE: Final = {
    "en": ("million", "billion", "trillion", "quadrillion"),
    "vi": ("nghìn", "ngàn", "triệu", "tỷ", "tỉ"),
}

# "tỷ lệ" is a rate and "5 tỷ phú" are five billionaires; "đồng sáng lập" is a co-founder.
NOT_SCALE_VI: Final = ("lệ", "trọng", "giá", "suất", "phú", "số")
NOT_UNIT_VI: Final = ("sáng lập", "chủ", "chí", "tác giả", "bộ", "thời", "phạm", "đội", "hành", "nghiệp")

MONTHS_EN: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov",
    "dec",
)  # fmt: skip
