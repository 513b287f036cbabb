"""The words that names are made of: legal forms, words that say little, spellings, and a small glossary.

All are folded (no capitals, no marks).  A phrase of several words is written with blanks.
"""

from __future__ import annotations

from typing import Final


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of lines, the longest first, so that the longest that fits is found first."""
    found = {tuple(phrase.split()) for phrase in text.replace("\n", ",").split(",") if phrase.strip()}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


# Who is liable, and how: a body has one of these.  `group` and `company` go with any of them.
_STOCK: Final = _phrases("""
    joint stock company, joint stock corporation, joint stock, jsc, corporation, corp, incorporated, inc, plc,
    public limited company, cong ty co phan, cong ty cp, ctcp, co phan, sa, nv, ag, tbk, berhad, bhd
""")
_LIMITED: Final = _phrases("""
    company limited, co ltd, co limited, limited, ltd, llc, limited liability company, pte ltd, pty ltd,
    private limited, pvt ltd, sdn bhd, gmbh, bv, sarl, sac, srl, one member, mtv, mot thanh vien, tnhh,
    cong ty tnhh, cong ty trach nhiem huu han, trach nhiem huu han, cong ty tnhh mtv,
    cong ty tnhh mot thanh vien, tnhh mtv
""")
_ANY: Final = _phrases("""
    group, holdings, holding, company, co, tap doan, tong cong ty, tct, cong ty, cong ty me
""")
LEGAL_FORMS: Final[dict[tuple[str, ...], str]] = {
    **dict.fromkeys(_ANY, ""), **dict.fromkeys(_STOCK, "joint stock"), **dict.fromkeys(_LIMITED, "limited")
}  # fmt: skip
LONGEST_FORM: Final = max(map(len, LEGAL_FORMS))

# Other spellings and short forms of a word; plurals are folded before.
SPELLINGS: Final[dict[str, str]] = {
    "telecommunication": "telecom", "telco": "telecom", "tel": "telecom", "centre": "center",
    "programme": "program", "organisation": "organization", "defence": "defense", "tech": "technology",
    "labs": "lab", "bros": "brothers", "intl": "international", "univ": "university", "govt": "government",
    "dept": "department", "assoc": "association", "svc": "service", "mfg": "manufacturing",
    "vn": "vietnam",
}  # fmt: skip


def spelling(word: str) -> str:
    """A word in one spelling: singular, and as most write it."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return SPELLINGS.get(word, word)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(spelling, text.split()))


SMALL: Final = _words("a an and at by de for from in of on the to with va cua cho tai ve voi cac nhung")

# Words that many names share: two names are not alike because of them.
GENERIC: Final = _words("""
    vietnam vietnamese asia asian southeast pacific sea global international national overseas world
    worldwide technology digital software hardware system solution service telecom communication
    information data network media online internet mobile smart cloud computing electronic electric
    semiconductor chip ai it ict game entertainment bank banking finance financial capital investment fund
    venture partner trade trading commerce commercial retail industry industrial manufacturing production
    product consulting engineering design research development innovation science institute academy school
    university college education training center lab hub park zone ministry department authority agency
    administration directorate office bureau association federation alliance union society committee
    council commission government state public minister deputy director general chairman president chief
    executive officer head law decree decision resolution strategy program plan project circular directive
    report index market sector area field north south east west northern southern eastern western central
    new first news times daily newspaper magazine economy economic people city province factory plant
    company enterprise firm startup revenue profit export import growth share number value rate total
    average per year user customer workforce group corporation company payment brand operation republic
    kingdom sales market order income expense tax asset net gross output worker employee
""")

# One of these on one side alone makes another thing of it: a deputy is no minister, the North not the South.
OPPOSING: Final = _words("""
    deputy vice former acting assistant north south east west northern southern eastern western upper
    lower domestic foreign overseas import export inbound outbound junior senior old new men women net
    gross public private first second third phase
""")

# Where a thing is says little of which one it is.  Names of several words are written as one.
CITIES: Final = _phrases("""
    ho chi minh, hcm, ha noi, hai phong, da nang, can tho, bac ninh, bac giang, thai nguyen, quang ninh,
    binh duong, dong nai, hung yen, vinh phuc, hai duong, khanh hoa, hoa lac, lam dong, quang tri, nghe an
""")
PLACES: Final = _words("""
    vietnam japan korea china taiwan singapore thailand malaysia indonesia philippines laos cambodia
    myanmar timor india australia germany france britain usa america peru cameroon mozambique burundi
    tanzania haiti netherlands luxembourg sweden europe hongkong hcmc
""") | {"".join(city) for city in CITIES}

# Vietnamese to English: only words that bodies, laws, offices and places are called by.
_GLOSSARY: Final = """
    bộ = ministry; cục = agency; tổng cục = agency; vụ = agency; sở = department; viện = institute
    học viện = academy; trung tâm = center; hiệp hội = association; hội = association
    liên đoàn = federation; đại học = university; trường đại học = university; trường = school
    ngân hàng = bank; quỹ = fund; chính phủ = government; quốc hội = national assembly
    ủy ban nhân dân = people committee; ủy ban = committee; ubnd = people committee; tp = city
    đhqg = national university; thành phố = city; tỉnh = province
    sở giao dịch chứng khoán = stock exchange; viễn thông = telecom; bưu chính = post
    quân đội = military; công nghiệp = industry; ngành = industry; công nghệ = technology
    công nghệ thông tin = information technology; cntt = information technology; thông tin = information
    truyền thông = communication; khoa học = science; kế hoạch = planning; đầu tư = investment
    tài chính = finance; công thương = industry trade; giáo dục = education; đào tạo = training
    quốc tế = international; toàn cầu = global; phần mềm = software; phần cứng = hardware
    dịch vụ = service; đổi mới sáng tạo = innovation; quốc gia = national; điện lực = electricity
    điện tử = electronic; bán dẫn = semiconductor; vi mạch = ic; chuyển đổi số = digital transformation
    kinh tế số = digital economy; kinh tế = economy; công nghệ số = digital technology
    nội dung số = digital content; dữ liệu = data; điện toán đám mây = cloud computing
    an ninh mạng = cybersecurity; phát triển = development; an toàn thông tin = information security
    thương mại = trade; hải quan = customs; thống kê = statistic; thị trường = market
    thương mại điện tử = e commerce; trí tuệ nhân tạo = artificial intelligence; giải pháp = solution
    hệ thống = system; hạ tầng = infrastructure; nghiên cứu = research; ứng dụng = application
    sản xuất = manufacturing; luật = law; nghị quyết = resolution; quyết định = decision
    nghị định = decree; chỉ thị = directive; chiến lược = strategy; chương trình = program
    đề án = project; bộ trưởng = minister; thứ trưởng = deputy minister; chủ tịch = chairman
    tổng giám đốc = general director; giám đốc = director; phó = deputy; cục trưởng = director
    khu công nghệ cao = hi tech park; triển lãm = exhibition; di động = mobile; tập đoàn = group
    tổng công ty = corporation; công ty = company; doanh nghiệp = enterprise; nhân lực = workforce
    thanh toán = payment; trò chơi = game; khởi nghiệp = startup; thương hiệu = brand
    an toàn thông tin mạng = cybersecurity; vận hành = operation; nhà máy = factory; xuất khẩu = export
    nước ngoài = foreign; trong nước = domestic; doanh thu = revenue; lợi nhuận = profit
    bưu điện = post; mạng = network; báo = newspaper; việt nam = vietnam; nhật bản = japan
    hàn quốc = south korea; trung quốc = china; đài loan = taiwan; hoa kỳ = united states
    mỹ = united states; lào = laos; campuchia = cambodia; thái lan = thailand; úc = australia
    đức = germany; pháp = france; anh = united kingdom; ấn độ = india; đông timor = east timor
    hà nội = hanoi
"""
GLOSSARY: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    tuple(vi.split()): tuple(en.split())
    for vi, _, en in (entry.partition("=") for entry in _GLOSSARY.replace("\n", ";").split(";"))
    if en
}
# Words that translations use for one another.
ONE_SENSE: Final[dict[str, str]] = {
    "department": "agency", "authority": "agency", "administration": "agency", "directorate": "agency",
    "bureau": "agency", "international": "abroad", "global": "abroad", "foreign": "abroad",
    "oversea": "abroad",
}  # fmt: skip
