"""Little words that say where the parts of a relation begin and end, compared by `kg.extract.cues.keys`."""

from __future__ import annotations

from kg.extract.cues import keys

HARD = frozenset(";:?!…—–")
# Between the words of a relation and its object these end the phrase.
BLOCK = {
    "en": keys(
        """. , ; : ? ! ( ) " “ ” — – by to from with that which who whose where while but because if when
        than as is are was were has have had will would said says before after during through into onto upon
        for at on in of and or not no including within without between under over per via up against about
        beyond across inside outside among behind near like around towards toward since until amid despite"""
    ),
    "vi": keys(
        """. , ; : ? ! ( ) " “ ” — – và hoặc nhưng mà để với cho từ bởi do là được bị đã sẽ đang khi nếu thì
        vì tại ở vào trong ngoài nhằm theo sau trước của như không chưa về trên qua đến tới nên còn song
        cùng"""
    ),
}
# Between the words of a relation and a field, in Vietnamese: anything else makes it another thing.
OF_A_FIELD = keys("công nghệ mạng các lĩnh vực ngành mảng sản phẩm dịch vụ giải pháp thị trường và ,")
# Words that open a list of names after what they count: "three countries: Laos, …", "in markets including".
OPENERS = keys(
    """countries markets nations provinces cities regions continents territories companies firms partners
    clients customers suppliers investors startups quốc gia nước thị trường tỉnh thành phố công ty doanh
    nghiệp đối tác khách hàng lãnh thổ châu lục"""
)
LISTS = keys("( : , including namely comprising such as gồm là bao như trong đó có")
# What the places of a list are in, or are besides: "in ten countries on three continents, including".
WITHIN = {
    "en": (keys("in on across over"), keys("continents territories")),
    "vi": (keys("và tại ở trên thuộc"), keys("thổ lục")),
}
# Before a Vietnamese verb these make a noun of it: "quỹ đầu tư", "nhà sản xuất".
NOMINAL = keys("quỹ nhà giới vốn chủ án khoản hút gọi sở trường ngành mảng")
# Of these a country behind them only says where they are from: "đầu tư vào doanh nghiệp Việt Nam".
OF_A_COUNTRY = keys("ty nghiệp startup hãng đoàn quỹ người dân viên thầu hàng lao nhân sư ngũ")
OF = keys(
    "province city state town country region republic market markets countries kingdom island part parts"
)
DETERMINERS = keys("the a an its their both và cả các nước thị trường ông bà công ty tập đoàn")
JOINTS = keys("and và cùng & lẫn")
COPULAS = keys("is are was were became becomes remains remain being , ( – — - là trở")
VERBS = keys("is are was were became becomes remains remain being là trở")
BE = keys("is are was were be been being get gets got được bị")
# What a clause may begin behind.
CLAUSES = HARD | keys(""". , ( " “ ‘ ' - * • and but while whereas as when và còn nhưng song khi riêng""")
COORDINATES = keys("and but or then và nhưng đồng rồi")
ADVERBS = keys(
    """also then now currently already has have had is are was been recently just later officially formally
    successfully soon subsequently newly will would jointly directly mainly once still even today both
    cũng đã đang vừa mới hiện sẽ còn từng chính thức liên tục nay đồng thời tiếp tục"""
)
RELATIVES = keys("which that who mà")
# What may follow the last name of a list; a verb there would make it the subject of another clause.
AFTER = keys(
    """. , ; : ? ! ) ( " ” ’ ' in on at for to by with from as since after before under during through while
    and which that who whose where last this next until worth via over respectively both or but amid
    tại ở từ vào trong với để nhằm năm cho theo qua hồi và thông trên về khi sau trước nhưng lần là đầu cuối
    tháng ngày vừa nên đã"""
)
# Before a singular: a thing, and not the field.
ONE = keys("a an one two three four five several another")
