"""Words as data: legal forms, heads of names, titles, surnames, and capitalised words that are no names."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What stands before or after a company's name and is no other company; folded, one form per line.
FORMS_BEFORE = """
ctcp
cty
cong ty
cong ty cp
cong ty co phan
cong ty co phan tap doan
cong ty tnhh
cong ty tnhh mtv
cong ty tnhh mot thanh vien
cong ty trach nhiem huu han
cong ty me
tap doan
tap doan cong nghe
tong cong ty
tong cong ty cp
tong cong ty co phan
ngan hang
ngan hang tmcp
""".strip().split("\n")
FORMS_AFTER = """
jsc
jsc.
joint stock company
joint-stock company
joint stock corporation
corp
corp.
corporation
inc
inc.
, inc.
, inc
ltd
ltd.
limited
co
co.
co. ltd
co. ltd.
co , ltd
co , ltd.
co. , ltd
co. , ltd.
co ltd
company
company limited
company ltd
llc
plc
pte ltd
pte. ltd.
pte. ltd
pte ltd.
group
""".strip().split("\n")
# Of these, the ones that are part of a name even in lower case.
LONG_FORMS = frozenset(tuple(form.split()) for form in FORMS_BEFORE if "co phan" in form or "tnhh" in form)

# The last word of a name that says what it is, in English -> kind.
TAILS = {
    **dict.fromkeys(_set("association federation alliance chamber council union"), "association"),
    **dict.fromkeys(_set("university academy college school polytechnic"), "university"),
    **dict.fromkeys(_set("ministry"), "ministry"),
    **dict.fromkeys(
        _set("department agency authority committee commission bureau administration directorate office"),
        "agency",
    ),
    **dict.fromkeys(_set("law decree resolution"), "law"),
    **dict.fromkeys(_set("forum summit expo festival conference congress awards"), "event"),
    **dict.fromkeys(_set("strategy"), "strategy"),
    **dict.fromkeys(_set("programme program"), "programme"),
    **dict.fromkeys(_set("newspaper times daily"), "media"),
    **dict.fromkeys(
        _set(
            "jsc corp corporation inc ltd limited llc plc company group holdings holding industries bank "
            "securities semiconductor semiconductors chips energy power pharma logistics capital ventures "
            "partners chemicals engineering construction insurance motors motor electronics technologies "
            "technology tech solutions software systems services digital cloud labs lab games media telecom "
            "telecommunications communications retail robotics networks network data research consulting "
            "advisory investment investments fund studio studios entertainment airlines vina precision "
            "microelectronics materials components computing computer online pay fintech"
        ),
        "company",
    ),
}
# Heads that take a capitalised rest after "of": Ministry of …, Bank of …
HEADS_OF = {
    "ministry": "ministry", "department": "agency", "agency": "agency", "authority": "agency",
    "bureau": "agency", "office": "agency", "committee": "agency", "bank": "company",
    "university": "university", "institute": "university", "academy": "university",
    "association": "association", "chamber": "association", "federation": "association", "law": "law",
}  # fmt: skip
# First words of Vietnamese names of bodies -> kind.  The longest that fits counts.
HEADS_VI = {
    "bộ": "ministry", "cục": "agency", "tổng cục": "agency", "vụ": "agency", "viện": "agency",
    "chi cục": "agency",
    "ủy ban": "agency", "uỷ ban": "agency", "ubnd": "agency", "sở": "agency", "trung tâm": "agency",
    "ban quản lý": "agency", "hiệp hội": "association", "hội": "association", "liên đoàn": "association",
    "liên minh": "association", "đại học": "university", "trường đại học": "university",
    "học viện": "university", "công ty": "company", "công ty cp": "company", "công ty cổ phần": "company",
    "công ty tnhh": "company", "công ty tnhh mtv": "company", "ctcp": "company", "tập đoàn": "company",
    "tổng công ty": "company", "ngân hàng": "company", "quỹ": "company", "hãng": "company",
    "startup": "company", "công ty khởi nghiệp": "company", "công ty công nghệ": "company",
    "công ty phần mềm": "company", "hãng phần mềm": "company", "doanh nghiệp": "company",
    "nhà mạng": "company", "nhà bán lẻ": "company", "hợp tác xã": "company", "ví": "company",
    "ví điện tử": "company", "chuỗi": "company", "chuỗi nhà thuốc": "company", "nền tảng": "company",
    "sàn": "company", "ứng dụng": "company", "thương hiệu": "company",
    "studio": "company", "nhà phát hành": "company", "nhà sản xuất": "company", "kỳ lân": "company",
    "nhà cung cấp": "company", "luật": "law", "diễn đàn": "event", "trung tâm dữ liệu": "facility",
    "khu công nghiệp": "facility", "khu công nghệ cao": "facility", "công viên phần mềm": "facility",
    "khu công viên phần mềm": "facility", "khu cntt tập trung": "facility", "nhà máy": "facility",
}  # fmt: skip
# Heads that are ordinary words too: only with a capital.
HEADS_VI_IN_CAPITALS = frozenset(("bộ", "cục", "vụ", "viện", "sở", "hội", "luật", "quỹ"))
# Capitalised words behind a head that only say of which country: "doanh nghiệp Việt".
OF_COUNTRY_VI = frozenset(
    (
        "việt",
        "nhật",
        "hàn",
        "mỹ",
        "trung",
        "thái",
        "ấn",
        "đài",
        "âu",
        "á",
        "pháp",
        "anh",
        "đức",
        "ngoại",
        "nội",
    )
)
BREAK_VI = _set(
    "đã sẽ là có cho tại với trong của được cùng do từ theo đang vừa đạt ghi công_bố như khi nhằm đến tới "
    "ra vào lên này đó trên dưới hơn gần khoảng cũng không một các những nhưng mà thì hay hoặc nói "
    "nêu biết cả rằng thuộc ở qua để"
)

# Of the tails, those that follow a country's name without making another name of both.
SOFT_TAILS = _set(
    "semiconductor semiconductors chips energy power pharma logistics chemicals engineering construction "
    "insurance motors motor electronics technologies technology tech solutions software systems services "
    "digital cloud lab labs games media telecom telecommunications communications retail robotics networks "
    "network data research consulting investment investments fund studio entertainment precision materials "
    "components computing computer online pay fintech law strategy programme program office department union"
)
# Titles that are also parts of names, unless another title stands beside them.
WEAK_TITLES = _set(
    "general state party country associate board city major acting head prime chief former "
    "standing permanent member chair provincial municipal lord bộ cục viện thủ trung đại thượng tổng "
    "phó đốc tá tịch chủ thứ bí thư tướng tiến sĩ gia chuyên anh giám"
)

SURNAMES = _set(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương tạ tô cao đoàn "
    "lương mai trịnh đào lâm hà chu tào thái tăng vương quách kiều triệu la lưu từ phùng nghiêm khuất "
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong ta to doan luong "
    "trinh dao lam ha tao thai tang vuong quach kieu trieu luu phung nghiem khuat"
)

# Capitalised words that belong to no name: titles, months, days, words of time and money, nationalities.
TITLES = _set(
    "mr mrs ms dr prof professor ceo cto cfo coo cio chairman chairwoman chairperson director deputy general "
    "minister vice president prime chief executive officer head secretary party state major lieutenant "
    "colonel senior founder co-founder cofounder managing analyst economist associate country manager "
    "representative spokesperson spokesman ambassador engineer standing former acting permanent member "
    "chair governor provincial municipal city board comrade sir lord "
    "ông bà anh chị ts ths pgs gs gs.ts pgs.ts tiến sĩ thiếu tướng trung thượng đại tá chủ tịch tổng giám "
    "đốc phó thứ trưởng bộ thủ cục viện chuyên gia bí thư"
)
MONTHS = _set(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday tết tet "
    "christmas q1 q2 q3 q4 h1 h2 quý tháng năm ngày"
)
NATIONS = _set(
    "vietnamese japanese korean chinese american british french german russian indian thai lao cambodian "
    "singaporean malaysian indonesian filipino burmese taiwanese australian european asian african dutch "
    "swedish finnish spanish portuguese italian danish norwegian peruvian israeli canadian mexican western "
    "english south-korean vietnam-based us-based thais malaysians singaporeans indonesians filipinos "
    "cambodians laotians koreans americans indians australians germans"
)
ACRONYMS = _set(
    "ai it ict gdp ceo fdi usd vnd eur ipo esg sme smes r&d iot kpi b2b b2c c2c cagr yoy gmv 5g 4g 3g 6g 2g "
    "cto cfo coo m&a pc tv ic ics hr pr ev evs ott api gpu cpu ram ssd llm ipv6 ipv4 ott saas paas iaas bpo "
    "bot ppp qr otp atm pos nft ar vr xr d&i oem odm cntt cntt-tt tt dn hđqt hđtv ubnd tp tphcm tnhh cp tmcp "
    "mtv nq nđ qđ tw ttg cp/ nd nq-cp bctc đhđcđ dnnn dn kh gtgt vat oda epc kcn khcn cđs gpt ldp ev3 ups mw "
    "gw kw kwh gwh mwh tb gb mb kb gbps mbps ghz mhz p/e eps roe roa ebitda cnn faq pdf html http https www "
    "am pm no nr vs ok id ids isp isps telco telcos vat qii qi qiii qiv ii iii iv vi vii viii ix xi xii xiii "
    "covid covid-19 gii egdi gci asic lnst lntt dtt lcd tbps kbps tbit gbit tmđt "
    "pbt pat atms no.1 no.2 oled sim esim sms voip lte nb-iot ran o-ran idc dc "
    "iptv ftth fttx fttb m2m mvno mvnos volte adsl vdsl gpon dth catv mms ussd nfc rfid vpn sd-wan cdn "
    "dns bts soc noc erp crm hrm mpos ems osat pcb pcbs eda mcu asics fpga dram hbm mems kol kols genai "
    "uav uavs ekyc esims rpa poc mvp led lng cccd pit cit ytd npat capex opex arpu dau mau"
)
# What a name that begins a sentence is said to be: "Subsidiary FPT Telecom", "Smaller MoMo".
APPOSED = _set(
    "subsidiary affiliate unit parent brokerage broker lender insurer distributor wholesaler retailer rival "
    "competitor newcomer challenger runner-up leader giant operator carrier chipmaker carmaker automaker "
    "phone-maker supplier manufacturer publisher exporter outsourcer peer neighbour neighbor compatriot "
    "partner owner shareholder customer client startup start-up unicorn investor larger smaller bigger "
    "older younger photo reporter"
)
# The last word of what is no organisation, however it is capitalised: "Readiness Index", "Action Plan".
NO_TAILS = _set(
    "index indices indicator indicators score study survey report level highlights takeaways meeting account "
    "accounts officers resolution memorandum understanding plan agenda goals roadmap day week month "
    "award prize botnet"
)
# Where shares are listed, as it stands before a ticker.
EXCHANGES = _set("HoSE HOSE HSX HNX UPCoM UPCOM NASDAQ Nasdaq NYSE")
# Before a Vietnamese given name.
ROLES = _set("ông bà anh chị cô chú em bé")
# Before the name of a Vietnamese place.
BEFORE_PLACES_VI = _set(
    "tỉnh huyện xã phường quận đường phố thôn ấp bản làng trấn tp sông núi đảo hồ vịnh cảng cầu đèo biển "
    "vùng chợ khu cụm tây đông bắc nam miền nghiệp"
)
# First words of bodies and their parts, the rest of which goes on in lower case: "Ban Quản lý".
BODIES_VI = _set("ban khối phòng tổng phó tết sở bộ cục vụ viện hội đoàn ủy uỷ quỹ luật đảng khoa trường")
# Words that begin a sentence before a name and are no part of it.
FUNCTION_EN = _set(
    "the a an in on at by for from to of and or but with without as if when while where since after before "
    "during under over between among about according however meanwhile moreover furthermore additionally "
    "also this that these those it its he she they his her their we our you your i my there here what who "
    "which how why not no all both each every some many most more other another such than then so yet still "
    "only just even via per despite although though because unlike like including notably besides through "
    "across"
)
FUNCTION_VI = _set(
    "theo trong tại với và của các những một hai ba bốn sáu bảy tám chín mười cùng cho đến từ để "
    "khi nếu như tuy nhiên ngoài bên cạnh đó này đây hiện tính sau trước riêng còn do vì bởi dù song "
    "nhưng đối về giữa sang qua được là có đã sẽ không cũng thêm nhiều mỗi"
)
FUNCTION = {"en": FUNCTION_EN, "vi": FUNCTION_VI}
# Capitalised words that name nothing by themselves.
_NOTHING = _set(
    "first second third last next new decision decree circular resolution directive official lunar "
    "day dispatch year total overall revenue profit exports export imports growth data figures "
    "statistics results sales photo source illustrative infographic update internet government "
    "ministry company group corporation bank university association state party digital technology "
    "software hardware telecommunications information communications industry sector industrial "
    "revolution north south east west central northern southern eastern western web email online yes "
    "today yesterday vietnamese tổng doanh thu lợi nhuận kim ngạch xuất khẩu nhập số ước dự kiến mục "
    "tiêu kế hoạch giai đoạn thị trường công ty tập đoàn nghiệp ngành lĩnh vực chính phủ nhà nước "
    "đảng trung ương tỉnh thành phố quận huyện ảnh nguồn ngày tháng quý việc đặc biệt cụ thể người "
    "kinh tế xã hội cộng hòa chủ nghĩa đồng tỷ triệu khu "
    "phase phases project projects service services global overseas domestic earning earnings per share "
    "protocol load outlook venture capital tech white book highlights overview background summary contact "
    "contacts editor editors notes share shares stock stocks"
)
COMMON = _NOTHING | FUNCTION_EN | FUNCTION_VI

# Words that Vietnamese has borrowed: no names, though no syllables either.
BORROWED = _set(
    "startup startups game games gamer gameshow web website blog robot robots chip chips chatbot chatbots "
    "internet video videos camera smartphone smartphones laptop laptops server servers data cloud "
    "marketing logistics fintech edtech proptech agritech healthtech outsourcing offline online "
    "livestream livestreamer blockchain bitcoin drone container series deal smart green email wifi 5g "
    "shipper freelancer marketer developer tester studio showroom shop mobile digital media platform "
    "token stablecoin crypto metaverse podcast clip trailer tablet router modem card wafer sensor radar "
    "software hardware model models agent agents prompt deepfake hacker ransomware malware phishing taxi "
    "euro dollar golf resort villa tour tourism"
)

# What a Vietnamese syllable can look like without its marks; a capitalised word of another shape is foreign.
SYLLABLE = re.compile(
    r"(?:ngh?|ch|gh|gi|kh|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?",
    re.IGNORECASE,
)
