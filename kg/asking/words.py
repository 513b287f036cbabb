"""Words as data: those that carry no content in a question, and spellings that mean one word.

Vietnamese words stand without their marks, a syllable each: what is looked up is folded.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What a question is built with; never a name unless it is printed as one ("GET", "Most", "Mỹ").
GRAMMAR_EN = _set(
    "a about above all also am an and any are as at be been being between both but by can could did do does "
    "done for from had has have having he her here him his how i if in into is it its just me more most much "
    "many my no not of off on once one only or other our out over per she should since so some such than "
    "that the their them then there these they this those through to too under until up us very was we were "
    "what when where which while who whom whose why will with within without would you your yours s t re ll "
    "m d ve don doesn didn isn wasn"
)
GRAMMAR_VI = _set(
    "a ai anh bao bi boi ca cac cai cau chi chinh cho chua chung co con cua cung da dang dau day de deu di "
    "do du duoc em gi gia hay hon khi khong la lai lam len luc luon ma may minh moi mot muon nao nay nen neu "
    "ngay nhe nhi nhieu nho nhu nhung nua o oi qua ra rang rat roi sau se tai tao the theo thi thoi thuoc "
    "tinh toi tren trong truoc tu tung va van vao ve vi vay viec voi vua xuong xin a nhi ha u chang cung dum "
    "duy giua it lieu ma nay nhau nhung nhi noi rieng su tat tuc tuy vang vai xem y den duoi ngoai cach dieu "
    "hoac hien thay qua tung sao dau nghia"
)
# Words of courtesy and of asking, figures in general, and verbs that hold any figure.
GENERIC_EN = _set(
    "according account actual actually add affect again ago amount annual annually answer article articles "
    "asking back believe best big bring business called case check citing claim come comes compare compared "
    "comparison corp corporate corporation count counted currently data date days did doing during each "
    "economy else estimate estimated estimates even ever every exact exactly fact far figure figures find "
    "firm get gets getting give given go going good got group hello help hey hi hit how however info "
    "information interested kind kindly know known last late latest let level like list little long look "
    "looking lot made make makes making many mean means million billion trillion thousand near nearly need "
    "new newest news now number numbers official officially often ok okay overall own part people percent "
    "percentage period piece please point possible pp precise print provide published question quick quote "
    "rather reach reached really recent recently record recorded regarding relevant report reported reports "
    "result results roughly said same saw say says see share show shown simply size so source sources speak "
    "stand stands stat state stated statistic statistics stats still story tell tells thanks thank thing "
    "think time today told total true truly try type under understand use used value versus vs want wanted "
    "way well whole wonder wondering work works worth write writing year yearly years yes yet approximately "
    "around circa about dollar dollars usd vnd dong euro eur us$ $ % curious colleague editor essay thesis "
    "class project research researching background briefing deadline draft fetch lookup pull currently "
    "quarter half month months quarters first second third fourth end early mid beginning start fiscal "
    "country national nationwide nation domestic vietnam vietnamese viet nam vn there's what's who's"
)
GENERIC_VI = _set(
    "ban bai bang bao bay bi biet bo cach cam can chao chiem chinh chinh-xac cho chuc chung cu cung cuoc cuoi "
    "dang dat dau dien dinh doanh dong du dua dung duoc ghi giai giua giup gom goi gui ha ham hang hien hoi "
    "hom ket khac khang khao khoang kinh ky lan lay len lieu loai luong mat moi muc mau nam nang nay nghin "
    "ngan ngay nghi nguoi nguon nhan nhat nhin nho nhung noi nuoc on phan phat quy quoc ro rat sau so su ta "
    "tam thang thanh the then thi thien thong thu thuc tieu tim tin tinh toan toi tong tra trieu trinh trung "
    "truoc tung tuong ty ti ti-le vay viec viet nam vn vui xac xem xin yeu usd vnd do la euro quy nua gan "
    "khoang chung xap xi uoc hon tren duoi cung cap giup tu van khao sat bao nha em chi co chu minh viet "
    "luan van nghien cuu gap voi a vang da cam on ban oi"
)
NUMBER_WORDS = _set(
    "one two three four five six seven eight nine ten hundred thousand million billion trillion bn tn k m "
    "mot hai ba bon nam sau bay tam chin muoi tram nghin ngan trieu ty ti"
)

# Spellings of one word, after stemming: one stands for all of them.
SAME = {
    "center": "centr",
    "compan": "enterpris",
    "company": "enterpris",
    "companies": "enterpris",
    "firm": "enterpris",
    "fiber": "fibr",
    "fiberoptic": "fibreoptic",
    "labor": "labour",
    "license": "licenc",
    "licens": "licenc",
    "organization": "organisation",
    "program": "programm",
    "tech": "technology",
    "technologies": "technology",
    "technologi": "technology",
    "telecom": "telecommunication",
    "telco": "telecommunication",
    "vietnames": "vietnam",
    "vn": "vietnam",
    "worker": "employee",
    "workers": "employee",
    "staff": "employee",
    "employe": "employee",
    "ti": "ty",
    "ly": "ly",
}
