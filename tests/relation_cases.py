"""Sentences of our own, each with the relations that it states: language, sentence, subjects and objects.

A name that the seeds do not know stands as printed.
"""

from __future__ import annotations

Case = tuple[str, str, set[tuple[str, str]]]

FPT, VIETTEL, NVIDIA, SAMSUNG = (
    "company/fpt-corporation", "company/viettel-group", "company/nvidia", "company/samsung",
)  # fmt: skip
VNG, CMC, VINFAST, SCONNECT = (
    "company/vng-corporation", "company/cmc-corporation", "company/vinfast", "company/sconnect",
)  # fmt: skip
MIC, MOST = (
    "ministry/ministry-of-information-and-communications", "ministry/ministry-of-science-and-technology",
)  # fmt: skip
JAPAN, LAOS, VIETNAM = "country/japan", "country/laos", "country/vietnam"
BINH = "person/truong-gia-binh"

STATED: dict[str, list[Case]] = {
    "acquired": [
        ("en", "VinBrain was acquired by Nvidia last December.", {(NVIDIA, "company/vinbrain")}),
        ("en", "In 2018, FPT bought US consultancy Intellinet.", {(FPT, "company/intellinet")}),
        ("vi", "VinBrain được Nvidia mua lại vào cuối năm 2024.", {(NVIDIA, "company/vinbrain")}),
        ("vi", "FPT Software mua lại công ty tư vấn Intellinet năm 2018.",
         {("company/fpt-software", "company/intellinet")}),
        ("vi", "Qualcomm thâu tóm Movian AI.", {("company/qualcomm", "company/movian-ai")}),
    ],
    "active_in": [
        ("en", "CMC Corporation specialises in cybersecurity.", {(CMC, "sector/cybersecurity")}),
        ("en", "VNG expanded into fintech.", {(VNG, "sector/fintech")}),
        ("vi", "VNG kinh doanh trong lĩnh vực phần mềm.", {(VNG, "sector/software")}),
        ("vi", "CMC lấn sân sang lĩnh vực bán dẫn.", {(CMC, "sector/semiconductors")}),
    ],
    "author_of": [
        ("en", "The e-Conomy SEA 2024 report by Google and Temasek says so.",
         {("company/google", "product/e-conomy-sea"), ("company/temasek", "product/e-conomy-sea")}),
        ("vi", "Theo báo cáo e-Conomy SEA của Google, con số này tăng.",
         {("company/google", "product/e-conomy-sea")}),
    ],
    "collaborates_with": [
        ("en", "Viettel teamed up with Qualcomm.", {(VIETTEL, "company/qualcomm")}),
        ("en", "FPT works closely with Nvidia.", {(FPT, NVIDIA)}),
        ("vi", "Viettel bắt tay với Ericsson.", {(VIETTEL, "company/ericsson")}),
        ("vi", "FPT phối hợp với Nvidia.", {(FPT, NVIDIA)}),
    ],
    "competes_with": [
        ("en", "MobiFone competes against Viettel and VNPT.",
         {("company/mobifone", VIETTEL), ("company/mobifone", "company/vnpt")}),
        ("en", "FPT’s rival CMC Corporation won the tender.", {(FPT, CMC)}),
        ("vi", "MobiFone cạnh tranh trực tiếp với Viettel.", {("company/mobifone", VIETTEL)}),
        ("vi", "MoMo là đối thủ của ZaloPay.", {("company/momo", "product/zalopay")}),
    ],
    "develops": [
        ("en", "Zalo, developed by VNG, is a messenger.", {(VNG, "product/zalo")}),
        ("en", "VNG develops Zalo and ZaloPay.", {(VNG, "product/zalo"), (VNG, "product/zalopay")}),
        ("vi", "Zalo do VNG phát triển.", {(VNG, "product/zalo")}),
        ("vi", "Viettel làm chủ công nghệ 5G.", {(VIETTEL, "technology/5g")}),
    ],
    "distributes_on": [
        ("en", "Sconnect publishes its videos on YouTube and Facebook.",
         {(SCONNECT, "company/youtube"), (SCONNECT, "product/facebook")}),
        ("vi", "Sconnect phát hành phim trên YouTube.", {(SCONNECT, "company/youtube")}),
    ],
    "drafts": [
        ("en", "The Ministry of Information and Communications is drafting the Law on Digital Technology "
         "Industry.", {(MIC, "law/law-on-digital-technology-industry")}),
        ("vi", "Bộ Thông tin và Truyền thông xây dựng dự thảo Luật Công nghiệp công nghệ số.",
         {(MIC, "law/law-on-digital-technology-industry")}),
    ],
    "exports_to": [
        ("en", "VinFast shipped 900 cars to Canada.", {(VINFAST, "country/canada")}),
        ("vi", "VinFast xuất khẩu ô tô điện sang Mỹ và Canada.",
         {(VINFAST, "country/united-states"), (VINFAST, "country/canada")}),
    ],
    "founder_of": [
        ("en", "VinAI, founded by Bui Hai Hung, is based in Hanoi.",
         {("person/bui-hai-hung", "company/vinai")}),
        ("en", "Rodeo Sound sold 900 guitars. “We are lucky,” said Tran Hai Dang, founder and CEO.",
         {("Tran Hai Dang", "Rodeo Sound")}),
        ("vi", "VinAI do Bùi Hải Hưng sáng lập.", {("person/bui-hai-hung", "company/vinai")}),
        ("vi", "VinAI có 200 nhân viên. Nhà sáng lập Bùi Hải Hưng nói vậy.",
         {("person/bui-hai-hung", "company/vinai")}),
    ],
    "has_brand": [
        ("en", "VNPT owns the brand MyTV.", {("company/vnpt", "product/mytv")}),
        ("vi", "VNPT sở hữu thương hiệu MyTV.", {("company/vnpt", "product/mytv")}),
    ],
    "headquartered_in": [
        ("en", "South Korean chip packager Hana Micron said so.",
         {("company/hana-micron", "country/south-korea")}),
        ("en", "The Hanoi-based carrier Viettel said so.", {(VIETTEL, "market/hanoi")}),
        ("en", "VNG, headquartered in Ho Chi Minh City, went public.", {(VNG, "market/ho-chi-minh-city")}),
        ("en", "Singapore’s Temasek invested.", {("company/temasek", "country/singapore")}),
        # A region is no seat.
        ("en", "FPT grew, as India is the world's No3 car maker and Asia's FPT its partner.", set()),
        ("vi", "VNG đặt trụ sở chính tại TP.HCM.", {(VNG, "market/ho-chi-minh-city")}),
    ],
    "heads": [
        ("en", "FPT, headed by Truong Gia Binh, was listed in 2006.", {(BINH, FPT)}),
        ("vi", "Ông Trương Gia Bình đứng đầu FPT.", {(BINH, FPT)}),
    ],
    "implements": [
        ("en", "The Ministry of Science and Technology carries out Resolution 57.",
         {(MOST, "law/resolution-57")}),
        ("vi", "Bộ Khoa học và Công nghệ thực hiện Nghị quyết 57.", {(MOST, "law/resolution-57")}),
    ],
    "invests_in": [
        ("en", "Vingroup has raised $500 million from Singapore sovereign wealth fund GIC.",
         {("company/gic", "company/vingroup")}),
        ("en", "Vingroup received $500 million from GIC.", {("company/gic", "company/vingroup")}),
        # A licence is no money.
        ("en", "Vingroup has obtained an e-wallet licence from the State Bank of Vietnam.", set()),
        ("en", "The largest round was that of MoMo ($100 million from Warburg Pincus).",
         {("company/warburg-pincus", "company/momo")}),
        ("en", "In November MoMo raised $4 million from Temasek.", {("company/temasek", "company/momo")}),
        ("en", "Amazon, Samsung and Lego invested in Vietnam.",
         {("company/amazon", VIETNAM), (SAMSUNG, VIETNAM), ("company/lego", VIETNAM)}),
        ("en", "MoMo raised $200 million from Mizuho and Ward Ferry in 2021.",
         {("company/mizuho", "company/momo"), ("company/ward-ferry", "company/momo")}),
        ("vi", "Samsung khánh thành nhà máy tại Thái Nguyên năm 2014.", {(SAMSUNG, "market/thai-nguyen")}),
        ("vi", "MoMo huy động 200 triệu USD trong vòng Series E do Mizuho dẫn dắt.",
         {("company/mizuho", "company/momo")}),
        ("vi", "Foxconn rót thêm 200 triệu USD vào nhà máy tại Bắc Giang.",
         {("company/foxconn", "market/bac-giang")}),
    ],
    "joint_venture_of": [
        ("en", "Unitel, a joint venture between Viettel Global and Lao Asia Telecom, grew.",
         {("company/unitel", "company/viettel-global"), ("company/unitel", "company/lao-asia-telecom")}),
        ("vi", "Mytel, liên doanh giữa Viettel Global và Star High, có lãi.",
         {("company/mytel", "company/viettel-global"), ("company/mytel", "company/star-high")}),
    ],
    "launched": [
        ("en", "TV360 was launched by Viettel.", {(VIETTEL, "product/tv360")}),
        ("en", "In 2019, Vietnam launched the Make in Vietnam strategy.",
         {(VIETNAM, "strategy/make-in-vietnam")}),
        ("vi", "VNG ra mắt Zalo năm 2012.", {(VNG, "product/zalo")}),
    ],
    "located_in": [
        ("en", "The Mobile World Congress was held in Spain.",
         {("event/mobile-world-congress", "country/spain")}),
        ("vi", "Techfest diễn ra tại Hải Phòng.", {("event/techfest", "market/hai-phong")}),
    ],
    "listed_on": [
        ("en", "CMC Corporation (HoSE: CMG) pays a dividend.", {(CMC, "company/ho-chi-minh-stock-exchange")}),
        ("en", "Cedar Bridge Software JSC (UPCoM: CBS) earned less.",
         {("Cedar Bridge Software JSC", "company/upcom")}),
        ("en", "VNG debuted on UPCoM in January 2023.", {(VNG, "company/upcom")}),
        ("vi", "Tập đoàn FPT (mã FPT - HoSE) công bố kết quả.",
         {(FPT, "company/ho-chi-minh-stock-exchange")}),
        ("vi", "VNG niêm yết trên sàn UPCoM.", {(VNG, "company/upcom")}),
    ],
    "market_leader_in": [
        ("en", "Viettel is the largest mobile operator in Cambodia and Laos.",
         {(VIETTEL, "country/cambodia"), (VIETTEL, LAOS)}),
        ("en", "Unitel dominates the market in Laos.", {("company/unitel", LAOS)}),
        ("vi", "Metfone là nhà mạng số 1 tại Campuchia.", {("company/metfone", "country/cambodia")}),
    ],
    "opened_office_in": [
        ("en", "FPT opened its second office in Japan.", {(FPT, JAPAN)}),
        ("vi", "CMC vừa mở thêm văn phòng tại Nhật Bản.", {(CMC, JAPAN)}),
    ],
    "operates_in": [
        ("en", "Sales rose by 9 per cent at Unitel in Laos.", {("company/unitel", LAOS)}),
        ("en", "In Cambodia, Metfone lost subscribers.", {("company/metfone", "country/cambodia")}),
        # "In Laos" begins no clause here.
        ("en", "The shop sells to growers in Laos, and FPT has no part in it.", set()),
        ("en", "FPT operates in Japan, Laos and Peru.", {(FPT, JAPAN), (FPT, LAOS), (FPT, "country/peru")}),
        ("en", "Viettel, which operates in Laos and Cambodia, signed a deal with Ericsson.",
         {(VIETTEL, LAOS), (VIETTEL, "country/cambodia")}),
        ("en", "FPT signed a deal with Nvidia and operates in Japan.", {(FPT, JAPAN)}),
        ("en", "FPT and CMC Corporation have offices in Japan.", {(FPT, JAPAN), (CMC, JAPAN)}),
        ("vi", "Viettel có mặt tại Peru và Haiti.", {(VIETTEL, "country/peru"), (VIETTEL, "country/haiti")}),
        ("vi", "CMC đang vận hành ba trung tâm dữ liệu tại Hà Nội.", {(CMC, "market/hanoi")}),
        ("vi", "Viettel Global hoạt động tại 3 quốc gia: Lào, Campuchia và Myanmar.",
         {("company/viettel-global", LAOS), ("company/viettel-global", "country/cambodia"),
          ("company/viettel-global", "country/myanmar")}),
        ("vi", "Tại Mozambique, Movitel nâng thị phần lên 64%.", {("company/movitel", "country/mozambique")}),
    ],
    "organises": [
        ("en", "Techfest, organised by the Ministry of Science and Technology, opened on Monday.",
         {(MOST, "event/techfest")}),
        ("vi", "Techfest do Bộ Khoa học và Công nghệ tổ chức.", {(MOST, "event/techfest")}),
    ],
    "owns": [
        ("en", "VinFast, the car maker owned by Vingroup, grew.", {("company/vingroup", VINFAST)}),
        ("vi", "VinFast thuộc sở hữu của Vingroup.", {("company/vingroup", VINFAST)}),
    ],
    "owns_stake_in": [
        ("en", "CMC Corporation earned more. Samsung SDS owns 25.8 per cent of the group.",
         {("company/samsung-sds", CMC)}),
        ("en", "Tiki, in which VNG holds 14.6 per cent, lost money.", {(VNG, "company/tiki")}),
        ("en", "Sunda Capital last month bought 22% of Hanoi-based clinic chain Medora.",
         {("Sunda Capital", "Medora")}),
        ("vi", "Samsung SDS mua 25% cổ phần của CMC.", {("company/samsung-sds", CMC)}),
    ],
    "participates_in": [
        ("en", "Viettel exhibited at the Mobile World Congress.", {(VIETTEL, "event/mobile-world-congress")}),
        ("vi", "FPT tham dự Techfest.", {(FPT, "event/techfest")}),
    ],
    "partner_of": [
        ("en", "Nvidia and FPT signed a memorandum of understanding.", {(NVIDIA, FPT)}),
        ("en", "FPT has taken another road: under a deal with Nvidia, FPT builds data centres.",
         {(FPT, NVIDIA)}),
        ("vi", "FPT và Nvidia ký thỏa thuận hợp tác chiến lược.", {(FPT, NVIDIA)}),
        ("vi", "FPT Software vừa ký hợp tác chiến lược với NTT Data.",
         {("company/fpt-software", "company/ntt-data")}),
    ],
    "produces": [
        ("en", "Wolfoo, produced by Sconnect, is a cartoon.", {(SCONNECT, "product/wolfoo")}),
        ("vi", "Wolfoo do Sconnect sản xuất.", {(SCONNECT, "product/wolfoo")}),
    ],
    "regulates": [
        ("en", "MoMo is overseen by the State Bank of Vietnam.",
         {("agency/state-bank-of-vietnam", "company/momo")}),
        ("vi", "MoMo chịu sự quản lý của Ngân hàng Nhà nước Việt Nam.",
         {("agency/state-bank-of-vietnam", "company/momo")}),
    ],
    "role_of": [
        ("en", "Truong Gia Binh, chairman of FPT, spoke in Hanoi.",
         {(BINH, "office/chairman-fpt-corporation")}),
        ("en", "FPT chairman Truong Gia Binh spoke in Hanoi.", {(BINH, "office/chairman-fpt-corporation")}),
        ("en", "“Prices fell,” says Marc Delacroix, a partner at Bain & Company.",
         {("Marc Delacroix", "partner at Bain & Company")}),
        ("vi", "Ông Trương Gia Bình, Chủ tịch FPT, phát biểu.", {(BINH, "office/chairman-fpt-corporation")}),
        ("vi", "Thứ trưởng Bộ Khoa học và Công nghệ Bùi Hoàng Phương phát biểu.",
         {("person/bui-hoang-phuong", "office/deputy-minister-of-science-and-technology")}),
        ("vi", "Ông Tào Đức Thắng, Chủ tịch kiêm Tổng Giám đốc Viettel, phát biểu.",
         {("person/tao-duc-thang", "office/chairman-viettel-group"),
          ("person/tao-duc-thang", "office/general-director-viettel-group")}),
    ],
    "spun_off_from": [
        ("en", "Movian AI was carved out of VinAI.", {("company/movian-ai", "company/vinai")}),
        ("vi", "Movian AI tách khỏi VinAI.", {("company/movian-ai", "company/vinai")}),
    ],
    "subsidiary_of": [
        ("en", "Viettel Global is the overseas arm of Viettel.", {("company/viettel-global", VIETTEL)}),
        ("en", "FPT’s subsidiary FPT Software hired 900 engineers.", {("company/fpt-software", FPT)}),
        ("vi", "FPT Telecom là công ty con của FPT.", {("company/fpt-telecom", FPT)}),
        ("vi", "FPT Telecom, công ty con phụ trách mảng viễn thông của FPT, có lãi.",
         {("company/fpt-telecom", FPT)}),
    ],
    "succeeds": [
        ("en", "The Ministry of Information and Communications was merged into the Ministry of Science and "
         "Technology.", {(MOST, MIC)}),
        ("vi", "Bộ Thông tin và Truyền thông được sáp nhập vào Bộ Khoa học và Công nghệ.", {(MOST, MIC)}),
    ],
    "supplies_to": [
        ("en", "Hanbit Semicon, which supplies Samsung and LG Electronics, plans to hire.",
         {("Hanbit Semicon", SAMSUNG), ("Hanbit Semicon", "company/lg-electronics")}),
        ("en", "Goertek makes earphones for Apple.", {("company/goertek", "company/apple")}),
        ("vi", "Luxshare gia công tai nghe cho Apple.", {("company/luxshare", "company/apple")}),
    ],
    "targets_market": [
        ("en", "VinFast targets the Indonesia market.", {(VINFAST, "country/indonesia")}),
        ("vi", "VinFast nhắm tới thị trường Indonesia.", {(VINFAST, "country/indonesia")}),
    ],
    "unit_of": [
        ("en", "Fukang Technology, a unit of Foxconn, makes tablets.",
         {("company/fukang-technology", "company/foxconn")}),
        ("en", "MobiFone, now under the Ministry of Public Security, gave no figures.",
         {("company/mobifone", "ministry/ministry-of-public-security")}),
        ("vi", "Cục Đầu tư nước ngoài (Bộ Kế hoạch và Đầu tư) cho biết vốn tăng.",
         {("agency/foreign-investment-agency", "ministry/ministry-of-planning-and-investment")}),
    ],
    "uses_technology_of": [
        ("en", "FPT uses Nvidia chips.", {(FPT, NVIDIA)}),
        ("vi", "FPT sử dụng chip của Nvidia.", {(FPT, NVIDIA)}),
    ],
}  # fmt: skip

# Sentences that state no relation at all, and why.
SILENT: list[tuple[str, str, str]] = [
    ("en", "denied", "FPT does not operate in Japan."),
    ("en", "denied", "FPT no longer operates in Japan."),
    ("en", "denied", "VinBrain was not acquired by Nvidia."),
    ("en", "denied", "FPT failed to acquire VinBrain."),
    ("en", "asked", "Does FPT operate in Japan?"),
    ("en", "asked", "Will Nvidia acquire VinBrain?"),
    ("en", "supposed", "If Nvidia acquires VinBrain, Vietnam gains."),
    ("en", "supposed", "Nvidia may acquire VinBrain."),
    ("en", "supposed", "Nvidia is in talks to acquire VinBrain."),
    ("en", "considered", "FPT is considering opening an office in Japan."),
    ("en", "wished for by others", "The ministry asked FPT to invest in Da Nang."),
    ("en", "wished for by others", "The government wants Intel to invest in Hanoi."),
    ("en", "examples", "Firms such as Viettel operate in Laos and Cambodia."),
    ("en", "wrong kinds", "Japan operates in FPT."),
    ("en", "wrong kinds", "FPT acquired Japan."),
    ("en", "subject not named", "A subsidiary of FPT has invested in Laos."),
    ("en", "the name goes on", "CMC Corporation signed a deal with Samsung C&T yesterday."),
    ("en", "sold", "VNG sold its stake in Tiki."),
    ("en", "sold", "VNG sold 14 per cent of Tiki."),
    ("en", "former", "Former FPT chairman Truong Gia Binh spoke in Hanoi."),
    ("en", "former", "Former Deputy Minister of Finance Nguyen Duc Tam spoke in Hanoi."),
    ("en", "without an agent", "Intellinet was acquired in 2018."),
    ("en", "only part of a thing", "FPT develops AI talent."),
    ("vi", "denied", "FPT không hoạt động tại Nhật Bản."),
    ("vi", "denied", "FPT chưa mở văn phòng tại Nhật Bản."),
    ("vi", "denied", "VinBrain chưa được Nvidia mua lại."),
    ("vi", "asked", "FPT có hoạt động tại Nhật Bản không?"),
    ("vi", "supposed", "Nếu Nvidia mua lại VinBrain, Việt Nam hưởng lợi."),
    ("vi", "supposed", "Nvidia có thể mua lại VinBrain."),
    ("vi", "wished for by others", "Chính phủ đề nghị Intel đầu tư vào Hà Nội."),
    ("vi", "examples", "Viettel có mặt tại các thị trường như Lào, Campuchia."),
    ("vi", "instead", "Thay vì đầu tư vào Lào, FPT chọn Nhật Bản."),
    ("vi", "subject not named", "Công ty con của FPT hoạt động tại Lào."),
    ("vi", "wrong kinds", "Nhật Bản hoạt động tại FPT."),
    ("vi", "only part of a thing", "Viettel trình diễn chip 5G."),
]
