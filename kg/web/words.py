"""The words of the pages, in English and in Vietnamese; a template asks for them by their name.

Names of curated things come from the graph, sentences about findings from the audit; here stands the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Final

from markupsafe import Markup, escape

Words = tuple[str, str]

TEXTS: Final[dict[str, Words]] = {
    # The frame of every page
    "site": ("Vietnam tech, figure by figure", "Công nghệ Việt Nam qua từng con số"),
    "tagline": (
        "Every figure about Vietnam's tech ecosystem with its words, its origin, its uncertainty and its "
        "contradictions.",
        "Từng con số về hệ sinh thái công nghệ Việt Nam: câu chữ, nguồn gốc, độ bất định và các mâu thuẫn.",
    ),
    "skip": ("Skip to content", "Tới nội dung chính"),
    "menu": ("Sections", "Các phần"),
    "nav_overview": ("Overview", "Tổng quan"),
    "nav_slots": ("Figures", "Số liệu"),
    "nav_entities": ("Entities", "Thực thể"),
    "nav_sources": ("Sources", "Nguồn"),
    "nav_audit": ("Audit", "Kiểm tra"),
    "nav_questions": ("Questions", "Câu hỏi"),
    "nav_editor": ("SPARQL", "SPARQL"),
    "nav_about": ("How to read this", "Cách đọc"),
    "other_language": ("Tiếng Việt", "English"),
    "search": ("Search", "Tìm kiếm"),
    "search_hint": ("Company, metric, source …", "Doanh nghiệp, chỉ tiêu, nguồn …"),
    "suggestions": ("Suggestions", "Gợi ý"),
    "no_suggestions": ("Nothing found", "Không tìm thấy"),
    "build": ("Build", "Bản dựng"),
    "footer": (
        "A figure is shown as its source gives it; nothing is averaged and nobody is declared right.",
        "Số liệu được trình bày đúng như nguồn nêu; không lấy trung bình, không phán ai đúng.",
    ),
    "licence": ("Data CC BY 4.0, program Apache 2.0.", "Dữ liệu CC BY 4.0, chương trình Apache 2.0."),
    "this_as": ("This page as", "Trang này dưới dạng"),
    "copy": ("Copy", "Sao chép"),
    "copied": ("Copied", "Đã chép"),
    "show_all": ("Show all", "Xem tất cả"),
    "more": ("more", "mục khác"),
    "filter": ("Filter", "Lọc"),
    "filter_hint": ("Type to narrow the list", "Gõ để thu hẹp danh sách"),
    "shown": ("shown", "đang hiện"),
    "none": ("none", "không có"),
    "unknown": ("not known", "không rõ"),
    "on_this_page": ("On this page", "Trên trang này"),
    # Overview
    "headline_series": ("Headline series", "Các chuỗi số liệu chính"),
    "headline_note": (
        "Each dot is what one source says; the bar is what its words allow. A shaded band is where "
        "sources differ.",
        "Mỗi chấm là số của một nguồn; vạch là khoảng mà câu chữ cho phép. Dải mờ là nơi các nguồn "
        "khác nhau.",
    ),
    "open_disputes": ("Open disputes", "Các bất đồng đang mở"),
    "open_disputes_note": (
        "Questions to which sources give answers that cannot all be true, or that meet only through a hedge.",
        "Những câu hỏi mà các nguồn trả lời không thể cùng đúng, hoặc chỉ gặp nhau nhờ từ rào đón.",
    ),
    "broken_sums": ("Sums that do not come out", "Những phép tính không khớp"),
    "broken_sums_note": (
        "Arithmetic between printed figures: growth against levels, shares against totals, parts "
        "against wholes.",
        "Phép tính giữa các số đã công bố: tăng trưởng với mức, tỷ trọng với tổng, phần với toàn thể.",
    ),
    "counts": ("What is in it", "Có gì ở đây"),
    "ask_something": ("Ask something", "Đặt câu hỏi"),
    "planned": ("planned", "dự kiến"),
    # Slots
    "slots_title": ("All figures", "Tất cả số liệu"),
    "slots_note": (
        "One line for each question that sources answer: a metric of somebody in a period.",
        "Mỗi dòng là một câu hỏi mà các nguồn trả lời: một chỉ tiêu của một đối tượng trong một thời kỳ.",
    ),
    "safest": ("The safest thing to print", "Cách viết an toàn nhất"),
    "what_sources_say": ("What the sources say", "Các nguồn nói gì"),
    "spread": ("Spread", "Độ trải"),
    "low_to_high": ("{low} to {high}", "{low} đến {high}"),
    "origins": ("Independent origins", "Nguồn gốc độc lập"),
    "origins_note": (
        "Outlets that repeat one body count once.",
        "Nhiều báo dẫn cùng một nơi chỉ tính là một.",
    ),
    "echo": ("echo", "lặp lại"),
    "echo_of": ("repeats", "lặp lại"),
    "why_differ": ("How they compare", "So sánh với nhau"),
    "causes": ("Possible causes", "Nguyên nhân có thể có"),
    "causes_left": ("Left open", "Còn để ngỏ"),
    "causes_out": ("Ruled out", "Đã loại trừ"),
    "causes_count": ("{left} left open, {out} ruled out", "{left} còn để ngỏ, {out} đã loại trừ"),
    "no_causes": ("No cause could be named.", "Không nêu được nguyên nhân nào."),
    "sums": ("Arithmetic", "Phép tính"),
    "sums_note": ("Sums in which these figures take part.", "Các phép tính có các số này tham gia."),
    "series": ("Over time", "Theo thời gian"),
    "cite": ("To cite this page", "Trích dẫn trang này"),
    "key": ("How to read the chart", "Cách đọc biểu đồ"),
    "key_dot": ("figure", "số liệu"),
    "key_bar": ("what a careful reader takes the words for", "khoảng mà người đọc cẩn thận hiểu"),
    "key_line": ("what the words allow", "khoảng mà câu chữ cho phép"),
    "key_forecast": ("forecast", "dự báo"),
    "key_target": ("target", "mục tiêu"),
    "key_differ": ("sources differ", "các nguồn khác nhau"),
    # Columns
    "figure": ("Figure", "Số liệu"),
    "status": ("Status", "Tính chất"),
    "said_by": ("On whose word", "Theo lời"),
    "own_word": ("the source itself", "chính nguồn này"),
    "source": ("Source", "Nguồn"),
    "period": ("Period", "Thời kỳ"),
    "verdict": ("Verdict", "Kết luận"),
    "rule": ("Rule", "Quy tắc"),
    "severity": ("Severity", "Mức độ"),
    "subject": ("Subject", "Đối tượng"),
    "metric": ("Metric", "Chỉ tiêu"),
    "sector": ("Sector", "Lĩnh vực"),
    "market": ("Market", "Thị trường"),
    "ownership": ("Ownership", "Sở hữu"),
    "claims": ("Claims", "Phát biểu"),
    "words": ("Words", "Câu chữ"),
    "finding": ("Finding", "Phát hiện"),
    "name": ("Name", "Tên"),
    "outlet": ("Outlet", "Nơi đăng"),
    "date": ("Date", "Ngày"),
    "title": ("Title", "Tiêu đề"),
    "language": ("Language", "Ngôn ngữ"),
    "interval": ("Interval", "Khoảng"),
    "relation": ("Relation", "Quan hệ"),
    "undated": ("undated", "không đề ngày"),
    "untitled": ("untitled", "không có tiêu đề"),
    # Claim
    "claim": ("Claim", "Phát biểu"),
    "the_words": ("The words, and where they stand", "Câu chữ và vị trí"),
    "words_note": (
        "At most twelve words around the figure are kept; the article itself is not.",
        "Chỉ giữ tối đa mười hai từ quanh số liệu; không giữ bài viết.",
    ),
    "characters": ("characters {start}–{end} of the article", "ký tự {start}–{end} của bài viết"),
    "cited_only": (
        "This figure is cited by its address; its words are not kept.",
        "Số liệu này được dẫn theo địa chỉ; không giữ câu chữ.",
    ),
    "chain": ("Who says so", "Ai nói"),
    "chain_credits": ("credits", "dẫn"),
    "chain_inherited": ("credit taken over from an earlier sentence", "dẫn nguồn từ câu trước"),
    "chain_own": ("on its own word", "tự nêu, không dẫn ai"),
    "stands_for": ("What the figure stands for", "Con số này có nghĩa là"),
    "rounding": ("rounding", "làm tròn"),
    "rounding_long": ("what rounding alone leaves open", "chỉ xét làm tròn"),
    "expected": ("expected", "kỳ vọng"),
    "hard": ("possible", "có thể"),
    "as_printed": ("As printed", "Như đã in"),
    "hedge": ("Hedge", "Từ rào đón"),
    "kind": ("Kind", "Loại"),
    "period_inherited": ("taken over from an earlier sentence", "lấy từ câu trước"),
    "compared_with": ("measured against", "so với"),
    "conversion": ("The same figure in another unit", "Cùng số liệu ở đơn vị khác"),
    "conversion_of": ("a conversion of", "quy đổi từ"),
    "ambiguity": ("Open", "Chưa rõ"),
    "beside": ("Beside the other figures of this question", "Cạnh các số khác của câu hỏi này"),
    "checks": ("Checks", "Kiểm tra"),
    "question": ("Question", "Câu hỏi"),
    "check_yourself": ("Check it against the article", "Đối chiếu với bài viết"),
    "check_note": (
        "Open the article's text file, or paste the text. It stays in your browser: nothing is sent.",
        "Mở tệp văn bản của bài, hoặc dán nội dung. Văn bản ở lại trong trình duyệt, không gửi đi đâu.",
    ),
    "check_needs_script": (
        "This needs JavaScript; without it, `kg verify` does the same on your machine.",
        "Phần này cần JavaScript; nếu không, lệnh `kg verify` làm việc tương tự trên máy của bạn.",
    ),
    "check_file": ("Text file", "Tệp văn bản"),
    "check_paste": ("Or paste the text", "Hoặc dán văn bản"),
    "check_same": (
        "This is the very text that was read (SHA-256 agrees).",
        "Đúng là văn bản đã đọc (SHA-256 trùng).",
    ),
    "check_other": (
        "Another text than the one that was read (SHA-256 differs); the words are looked for all the same.",
        "Không phải văn bản đã đọc (SHA-256 khác); vẫn tìm câu chữ trong đó.",
    ),
    "check_nodigest": (
        "No digest of this source is kept; the words are looked for.",
        "Không lưu mã băm của nguồn này; vẫn tìm câu chữ.",
    ),
    "check_at_place": ("at their place", "đúng chỗ"),
    "check_elsewhere": ("found elsewhere", "ở chỗ khác"),
    "check_missing": ("not found", "không thấy"),
    "check_result": ("Result", "Kết quả"),
    # Finding
    "stated": ("stated", "được nêu"),
    "implied": ("implied", "suy ra"),
    "implied_title": ("Stated and implied", "Được nêu và suy ra"),
    "with_hedges": ("with the hedges", "kể cả từ rào đón"),
    "figures_used": ("The figures", "Các số liệu"),
    "minimal": ("Cannot all hold together", "Không thể cùng đúng"),
    "minimal_note": (
        "The smallest sets of figures of which at least one must be wrong, or mean something else.",
        "Những nhóm nhỏ nhất mà ít nhất một số phải sai, hoặc có nghĩa khác.",
    ),
    "prove": ("To prove it", "Để chứng minh"),
    "prove_note": (
        "Writes the figures, the rule and a program that recomputes the finding without this software.",
        "Ghi số liệu, quy tắc và một chương trình tính lại phát hiện này mà không cần phần mềm này.",
    ),
    # Entity
    "also_called": ("Also called", "Còn gọi là"),
    "facts": ("Facts", "Thông tin"),
    "figures_of": ("Figures", "Số liệu"),
    "once": ("Told for one period", "Chỉ có ở một thời kỳ"),
    "figures_measured": ("Where it is measured", "Đo ở đâu"),
    "figures_narrowed": ("Figures narrowed to it", "Số liệu giới hạn ở đây"),
    "markets": ("Markets", "Thị trường"),
    "people": ("People and offices", "Con người và chức vụ"),
    "ownership_graph": ("Owners and parts", "Chủ sở hữu và bộ phận"),
    "relations": ("Relations", "Quan hệ"),
    "timeline": ("Timeline", "Dòng thời gian"),
    "credited": ("Figures on its word", "Số liệu theo lời"),
    "published": ("Published", "Đã đăng"),
    "sources": ("Sources", "Nguồn"),
    "links": ("Curated links", "Liên kết biên tập"),
    "export": ("Take it with you", "Tải về"),
    "export_folder": (
        "In a folder there is JSON only; a server, and `kg export --entity`, also give RDF.",
        "Trong thư mục chỉ có JSON; máy chủ và lệnh `kg export --entity` cho cả RDF.",
    ),
    "nothing_said": ("No source says anything of it yet.", "Chưa nguồn nào nói gì."),
    "since": ("period", "thời kỳ"),
    "used_by": ("Used by", "Được dùng bởi"),
    "entities_title": ("Entities", "Thực thể"),
    "entities_note": (
        "Whom and what the figures and relations are about.",
        "Số liệu và quan hệ nói về ai, về cái gì.",
    ),
    # Source
    "sources_title": ("Sources", "Nguồn"),
    "sources_note": (
        "Publications that figures are taken from. An anchored source was read word by word; a cited one is "
        "known by its address.",
        "Những bài đã lấy số liệu. Nguồn neo được đọc từng chữ; nguồn dẫn chỉ biết theo địa chỉ.",
    ),
    "address": ("Address", "Địa chỉ"),
    "recorded": ("Recorded", "Ghi nhận"),
    "digest": ("Digest of the text", "Mã băm của văn bản"),
    "in_disputes": ("Where other sources differ", "Nơi các nguồn khác nói khác"),
    "its_figures": ("Its figures", "Các số liệu của nguồn"),
    "its_relations": ("Its relations", "Các quan hệ của nguồn"),
    # Audit
    "audit_title": ("Audit board", "Bảng kiểm tra"),
    "audit_note": (
        "What follows from the figures themselves: which agree, which cannot all be true, which "
        "sums come out.",
        "Những gì suy ra từ chính số liệu: số nào khớp, số nào không thể cùng đúng, phép tính nào ra đúng.",
    ),
    "all": ("all", "tất cả"),
    "apply": ("Apply", "Áp dụng"),
    "by_rule": ("By rule and verdict", "Theo quy tắc và kết luận"),
    "findings": ("Findings", "Phát hiện"),
    "no_findings": ("Nothing fits this filter.", "Không có gì khớp bộ lọc."),
    "remarks": ("Remarks of the data checks", "Ghi chú khi kiểm tra dữ liệu"),
    "remarks_note": (
        "What the shapes of the graph say of single claims; a violation would have stopped the build.",
        "Những gì các quy tắc dữ liệu nói về từng phát biểu; một vi phạm sẽ chặn bản dựng.",
    ),
    # Questions
    "questions_title": ("Questions", "Câu hỏi"),
    "questions_note": (
        "Saved questions, each with its answer in a sentence, its rows, and the SPARQL behind it.",
        "Các câu hỏi có sẵn, mỗi câu có câu trả lời, bảng kết quả và truy vấn SPARQL.",
    ),
    "answer": ("Answer", "Trả lời"),
    "rows": ("Rows", "Các dòng"),
    "run": ("Ask", "Hỏi"),
    "parameters": ("Narrow the question", "Thu hẹp câu hỏi"),
    "any": ("any", "bất kỳ"),
    "download": ("Download", "Tải về"),
    "behind": ("The SPARQL behind it", "Truy vấn SPARQL"),
    "open_editor": ("Open in the editor", "Mở trong trình soạn"),
    "chart": ("Chart", "Biểu đồ"),
    "no_rows": ("No rows.", "Không có dòng nào."),
    "first_rows": (
        "The first {n} of {all} rows; the downloads have all.",
        "{n} trong {all} dòng đầu; tệp tải về có đủ.",
    ),
    "undrawn": ("{n} more in other periods or units", "còn {n} ở thời kỳ hoặc đơn vị khác"),
    "ask_server": (
        "Parameters can be changed on a server (`kg serve`) or with `kg query {name}`.",
        "Có thể đổi tham số trên máy chủ (`kg serve`) hoặc bằng `kg query {name}`.",
    ),
    "not_asked": (
        "This question takes parameters; ask it on a server (`kg serve`) or with `kg query {name}`.",
        "Câu hỏi này cần tham số; hãy hỏi trên máy chủ (`kg serve`) hoặc bằng `kg query {name}`.",
    ),
    # Editor
    "editor_title": ("SPARQL", "SPARQL"),
    "editor_note": (
        "Ask the graph in its own language. Read-only; every query has a time and a row limit.",
        "Truy vấn đồ thị bằng SPARQL. Chỉ đọc; mỗi truy vấn có giới hạn thời gian và số dòng.",
    ),
    "editor_label": ("Query", "Truy vấn"),
    "editor_run": ("Run", "Chạy"),
    "editor_result": ("Result", "Kết quả"),
    "editor_folder": (
        "A folder of files has no engine. Run `kg serve` for this page, or `kg sparql` with the query.",
        "Thư mục tệp không có máy truy vấn. Dùng `kg serve` để có trang này, hoặc `kg sparql` với truy vấn.",
    ),
    "editor_examples": ("Examples", "Ví dụ"),
    "editor_rich": ("Editor with completion (YASGUI)", "Trình soạn có gợi ý (YASGUI)"),
    # Search
    "search_title": ("Search", "Tìm kiếm"),
    "search_none": ("Nothing is called {query}.", "Không có gì tên là {query}."),
    "search_note": (
        "Accents and tone marks need not be typed: “da nang” finds Đà Nẵng.",
        "Không cần gõ dấu: “da nang” tìm thấy Đà Nẵng.",
    ),
    "search_folder": (
        "In a folder of files, searching needs JavaScript. The lists of figures, entities and "
        "sources do not.",
        "Trong thư mục tệp, tìm kiếm cần JavaScript. Danh sách số liệu, thực thể và nguồn thì không.",
    ),
    # About
    "about_title": ("How to read this", "Cách đọc"),
    "about_unit": ("The unit is the claim", "Đơn vị là phát biểu"),
    "about_unit_text": (
        "One statement of one source: it says, in these words, that a metric of somebody in a period was so "
        "much. Claims that answer one question share a page, so that they can be compared.",
        "Một câu của một nguồn: bằng những từ này, chỉ tiêu của một đối tượng trong một thời kỳ là "
        "bấy nhiêu. "
        "Các phát biểu trả lời cùng một câu hỏi nằm chung một trang để so sánh.",
    ),
    "about_hedges": ("Words are intervals", "Từ ngữ là khoảng"),
    "about_hedges_text": (
        "“Over 50,000” is no number but a range. Each hedge stands for an interval by a fixed "
        "policy; v is the "
        "number, u one unit of its last digit that counts, r what rounding leaves open.",
        "“Hơn 50.000” không phải một số mà là một khoảng. Mỗi từ rào đón ứng với một khoảng theo quy tắc cố "
        "định; v là con số, u là một đơn vị của chữ số cuối có nghĩa, r là phần làm tròn để ngỏ.",
    ),
    "about_verdicts": ("What is said of several figures", "Nói gì về nhiều số liệu"),
    "about_origins": ("Origins, not outlets", "Nguồn gốc, không phải số báo"),
    "about_origins_text": (
        "Ten newspapers that repeat one ministry are one origin. The number of independent origins is shown, "
        "never the number of links.",
        "Mười tờ báo dẫn cùng một bộ là một nguồn gốc. Trang này nêu số nguồn gốc độc lập, không "
        "đếm số đường dẫn.",
    ),
    "about_no_truth": ("No verdict of truth", "Không phán đúng sai"),
    "about_no_truth_text": (
        "The pages show the set, the gap and the reason. Which figure is right, they do not say.",
        "Các trang nêu tập hợp, khoảng cách và lý do, không nói con số nào đúng.",
    ),
    "not_found": ("There is no such page", "Không có trang này"),
    "not_found_text": (
        "Nothing is known under this address in the present build.",
        "Bản dựng hiện tại không có gì ở địa chỉ này.",
    ),
}  # fmt: skip

# Nouns after a number: one, several, in Vietnamese.
NOUNS: Final[dict[str, tuple[str, str, str]]] = {
    "claim": ("claim", "claims", "phát biểu"),
    "figure": ("figure", "figures", "số liệu"),
    "relation": ("relation", "relations", "quan hệ"),
    "source": ("source", "sources", "nguồn"),
    "entity": ("entity", "entities", "thực thể"),
    "slot": ("question", "questions", "câu hỏi"),
    "origin": ("independent origin", "independent origins", "nguồn gốc độc lập"),
    "dispute": ("dispute", "disputes", "bất đồng"),
    "finding": ("finding", "findings", "phát hiện"),
    "row": ("row", "rows", "dòng"),
    "result": ("result", "results", "kết quả"),
    "quad": ("statement", "statements", "mệnh đề RDF"),
    "remark": ("remark", "remarks", "ghi chú"),
    "sum": ("sum that does not come out", "sums that do not come out", "phép tính không khớp"),
}

# Ids of closed lists as a reader takes them; where nothing stands here, the label of the list is shown.
VERDICTS: Final[dict[str, Words]] = {
    "single": ("one claim", "một phát biểu"),
    "equal": ("the same figure", "cùng một số"),
    "compatible": ("same within rounding", "trùng khi làm tròn"),
    "refining": ("one refines the other", "số này làm rõ số kia"),
    "related": ("different events of one year", "sự kiện khác nhau cùng năm"),
    "soft_conflict": ("soft conflict", "xung đột mềm"),
    "hard_conflict": ("hard conflict", "xung đột cứng"),
    "consistent": ("comes out", "khớp"),
    "strained": ("only by the hedges", "chỉ nhờ từ rào đón"),
    "inconsistent": ("does not come out", "không khớp"),
    "ambiguous": ("ambiguous", "chưa rõ nghĩa"),
    "not_comparable": ("not comparable", "không so sánh được"),
    "met": ("target met", "đạt mục tiêu"),
    "not_met": ("target not met", "không đạt mục tiêu"),
    "not_yet_due": ("not yet due", "chưa đến hạn"),
    "moved": ("deadline moved", "dời hạn"),
    "implausible": ("implausible", "khó tin"),
}
VERDICTS_LONG: Final[dict[str, Words]] = {
    "single": ("One source answers this question.", "Một nguồn trả lời câu hỏi này."),
    "equal": ("All sources print the same figure.", "Mọi nguồn in cùng một số."),
    "compatible": ("The figures are the same within rounding.", "Các số trùng nhau khi làm tròn."),
    "refining": (
        "One figure makes another more exact; they agree.",
        "Một số làm rõ số kia; chúng thống nhất.",
    ),
    "soft_conflict": (
        "The figures meet only through a hedge: an “about” or an open end.",
        "Các số chỉ gặp nhau nhờ từ rào đón: một chữ “khoảng” hay một đầu để ngỏ.",
    ),
    "hard_conflict": (
        "The figures cannot all be true, however their hedges are read.",
        "Các số không thể cùng đúng, dù hiểu từ rào đón thế nào.",
    ),
    "consistent": ("The sum comes out.", "Phép tính khớp."),
    "strained": (
        "The sum comes out only with the width of a hedge.",
        "Phép tính chỉ khớp nhờ độ rộng của từ rào đón.",
    ),
    "inconsistent": (
        "The sum does not come out, however the hedges are read.",
        "Phép tính không khớp, dù hiểu từ rào đón thế nào.",
    ),
    "ambiguous": ("It is open which is meant.", "Chưa rõ nghĩa nào."),
    "not_comparable": ("They cannot be held against each other.", "Không thể đối chiếu với nhau."),
    "met": ("What happened reaches the target.", "Kết quả đạt mục tiêu."),
    "not_met": ("What happened stays below the target.", "Kết quả không đạt mục tiêu."),
    "not_yet_due": ("The deadline of the target is still to come.", "Mục tiêu chưa đến hạn."),
    "moved": ("One goal has two deadlines.", "Một chỉ tiêu có hai thời hạn."),
    "implausible": ("The series makes a leap that is hard to believe.", "Chuỗi số có bước nhảy khó tin."),
    "related": (
        "The figures tell of different events of one year.",
        "Các số nói về những sự kiện khác nhau trong cùng năm.",
    ),
}

RULES: Final[dict[str, Words]] = {
    "comparison": ("Figures of one question", "Số của cùng câu hỏi"),
    "exclusion": ("Relations that exclude each other", "Quan hệ loại trừ nhau"),
    "single_object": ("One where two are told", "Chỉ có thể có một"),
    "single_subject": ("One where two are told (subject)", "Chỉ có thể một chủ thể"),
    "common_rate": ("One exchange rate", "Một tỷ giá"),
    "compound_growth": ("Growth over years", "Tăng trưởng nhiều năm"),
    "conversion": ("Two currencies", "Hai loại tiền"),
    "growth": ("Growth against levels", "Tăng trưởng và mức"),
    "moved_target": ("Moved targets", "Mục tiêu dời hạn"),
    "multiple": ("Multiples against levels", "Số lần và mức"),
    "part_of_period": ("Part of a period", "Một phần thời kỳ"),
    "percent_or_points": ("Percent or points", "Phần trăm hay điểm"),
    "plan_or_done": ("Planned or done", "Dự kiến hay đã làm"),
    "ratio_to_level": ("Ratio against levels", "Tỷ lệ và mức"),
    "record": ("Records", "Kỷ lục"),
    "rest_of_period": ("Rest of a period", "Phần còn lại của thời kỳ"),
    "share_of_total": ("Share of a total", "Tỷ trọng trong tổng"),
    "step": ("Leaps", "Bước nhảy"),
    "sum_of_parts": ("Sum of parts", "Tổng các phần"),
    "target_vs_actual": ("Targets against results", "Mục tiêu và kết quả"),
}

CAUSES: Final[dict[str, Words]] = {
    "exchange_rate": ("Exchange rate", "Tỷ giá"),
    "scale_slip": ("Slip of scale", "Nhầm bậc số"),
    "as_of_date": ("As-of date", "Thời điểm"),
    "scope": ("Scope or definition", "Phạm vi hoặc định nghĩa"),
    "target_as_actual": ("Target taken for a result", "Mục tiêu bị hiểu là kết quả"),
    "percent_or_points": ("Percent or points", "Phần trăm hay điểm"),
    "echo": ("One repeats the other", "Lặp lại nhau"),
    "hedge": ("Hedge", "Từ rào đón"),
    "revision": ("Revision", "Số đã sửa đổi"),
}
CAUSE_STATUS: Final[dict[str, Words]] = {
    "likely": ("likely", "nhiều khả năng"),
    "possible": ("possible", "có thể"),
    "ruled_out": ("ruled out", "đã loại trừ"),
}
STATUSES: Final[dict[str, Words]] = {
    "actual": ("actual", "thực hiện"),
    "estimate": ("estimate", "ước tính"),
    "provisional": ("provisional", "sơ bộ"),
    "forecast": ("forecast", "dự báo"),
    "target": ("target", "mục tiêu"),
}
FAMILIES: Final[dict[str, Words]] = {"observed": ("observed", "đã xảy ra"), "planned": ("planned", "dự kiến")}
SEVERITIES: Final[dict[str, Words]] = {
    "violation": ("violation", "vi phạm"),
    "warning": ("warning", "cảnh báo"),
    "info": ("information", "thông tin"),
}
LEVELS: Final[dict[str, Words]] = {
    "anchored": ("anchored in the text", "neo trong văn bản"),
    "cited": ("cited by address", "dẫn theo địa chỉ"),
}
HEDGES: Final[dict[str, Words]] = {
    "exact": ("none", "không có"), "about": ("about", "khoảng"), "over": ("over", "hơn"),
    "at_least": ("at least", "ít nhất"), "nearly": ("nearly", "gần"), "under": ("under", "dưới"),
    "at_most": ("at most", "tối đa"), "range": ("range", "khoảng giữa"),
}  # fmt: skip
CLAIM_KINDS: Final[dict[str, Words]] = {
    "level": ("level", "mức"), "growth": ("growth", "tăng trưởng"), "share": ("share", "tỷ trọng"),
    "ratio": ("ratio", "tỷ lệ"), "multiple": ("multiple", "số lần"), "rank": ("rank", "thứ hạng"),
    "count": ("count", "số đếm"), "date": ("date", "thời điểm"), "duration": ("duration", "khoảng thời gian"),
}  # fmt: skip
ROLES: Final[dict[str, Words]] = {
    "base": ("base", "mức gốc"), "level": ("level", "mức"), "part": ("part", "phần"),
    "whole": ("whole", "toàn thể"),
    "total": ("total", "tổng"), "share": ("share", "tỷ trọng"), "growth": ("growth", "tăng trưởng"),
    "rate": ("exchange rate", "tỷ giá"), "original": ("original", "số gốc"),
    "converted": ("converted", "số quy đổi"),
    "target": ("target", "mục tiêu"), "actual": ("result", "kết quả"), "ratio": ("ratio", "tỷ lệ"),
    "multiple": ("multiple", "số lần"), "rank": ("rank", "thứ hạng"), "plan": ("plan", "dự kiến"),
    "done": ("done", "đã làm"), "beside": ("beside", "bên cạnh"), "before": ("before", "trước"),
}  # fmt: skip

ENTITY_KINDS: Final[dict[str, tuple[Words, Words]]] = {
    "agency": (("Agency", "Cơ quan"), ("Agencies", "Cơ quan")),
    "aggregate": (("Industry or group", "Ngành hoặc nhóm"), ("Industries and groups", "Ngành và nhóm")),
    "aim": (("Aim", "Mục tiêu chính sách"), ("Aims", "Mục tiêu chính sách")),
    "association": (("Association", "Hiệp hội"), ("Associations", "Hiệp hội")),
    "change-event": (("Reorganisation", "Tái tổ chức"), ("Reorganisations", "Tái tổ chức")),
    "company": (("Company", "Doanh nghiệp"), ("Companies", "Doanh nghiệp")),
    "country": (("Country", "Quốc gia"), ("Countries", "Quốc gia")),
    "event": (("Event", "Sự kiện"), ("Events", "Sự kiện")),
    "facility": (("Facility", "Cơ sở"), ("Facilities", "Cơ sở")),
    "international-organisation": (
        ("International organisation", "Tổ chức quốc tế"),
        ("International organisations", "Tổ chức quốc tế"),
    ),
    "law": (("Law or decision", "Văn bản pháp luật"), ("Laws and decisions", "Văn bản pháp luật")),
    "market": (("Market", "Thị trường"), ("Markets", "Thị trường")),
    "media": (("Outlet", "Báo, đài"), ("Outlets", "Báo, đài")),
    "metric": (("Metric", "Chỉ tiêu"), ("Metrics", "Chỉ tiêu")),
    "ministry": (("Ministry", "Bộ"), ("Ministries", "Bộ")),
    "office": (("Office", "Chức vụ"), ("Offices", "Chức vụ")),
    "ownership": (("Ownership", "Hình thức sở hữu"), ("Forms of ownership", "Hình thức sở hữu")),
    "person": (("Person", "Nhân vật"), ("People", "Nhân vật")),
    "product": (("Product", "Sản phẩm"), ("Products", "Sản phẩm")),
    "programme": (("Programme", "Chương trình"), ("Programmes", "Chương trình")),
    "sector": (("Sector", "Lĩnh vực"), ("Sectors", "Lĩnh vực")),
    "state-owned-enterprise": (
        ("State-owned enterprise", "Doanh nghiệp nhà nước"),
        ("State-owned enterprises", "Doanh nghiệp nhà nước"),
    ),
    "strategy": (("Strategy", "Chiến lược"), ("Strategies", "Chiến lược")),
    "technology": (("Technology", "Công nghệ"), ("Technologies", "Công nghệ")),
    "unit": (("Unit", "Đơn vị đo"), ("Units", "Đơn vị đo")),
    "university": (("University", "Trường đại học"), ("Universities", "Trường đại học")),
}
# Curated links of entities that pages show.
LINKS: Final[dict[str, Words]] = {
    "country": ("country", "quốc gia"),
    "officeOf": ("office of", "chức vụ tại"),
    "subsidiaryOf": ("subsidiary of", "công ty con của"),
    "unitOf": ("unit of", "đơn vị thuộc"),
    "includes": ("includes", "bao gồm"),
    "overlapsWith": ("overlaps with", "chồng lấn với"),
    "sector": ("sector", "lĩnh vực"),
    "issuedBy": ("issued by", "ban hành bởi"),
    "succeeds": ("succeeds", "kế thừa"),
    "continues": ("continues", "tiếp nối"),
    "changedBy": ("changed by", "thay đổi bởi"),
    "originalOrganization": ("before", "trước"),
    "resultingOrganization": ("after", "sau"),
}
# The same links, from the other end.
LINKS_BACK: Final[dict[str, Words]] = {
    "officeOf": ("offices", "chức vụ"),
    "subsidiaryOf": ("subsidiaries", "công ty con"),
    "unitOf": ("units", "đơn vị trực thuộc"),
    "includes": ("part of", "thuộc"),
    "sector": ("in this sector", "thuộc lĩnh vực này"),
    "issuedBy": ("issued", "đã ban hành"),
    "succeeds": ("succeeded by", "được kế thừa bởi"),
    "changedBy": ("changed", "đã thay đổi"),
    "originalOrganization": ("reorganised by", "được tái tổ chức bởi"),
    "resultingOrganization": ("made by", "hình thành từ"),
}


def pair(table: Mapping[str, Words], key: str) -> Words:
    """The words for an id; the id in blanks where there are none."""
    return table.get(key) or (key.replace("_", " ").replace("-", " "),) * 2


_CODE = re.compile(r"`([^`]*)`")


def coded(text: str, **values: object) -> Markup:
    """A text of TEXTS as markup, with `values` put in, and what stands in backticks as code."""
    filled = (
        escape(text).format(**{key: escape(value) for key, value in values.items()})
        if values
        else escape(text)
    )
    return Markup(_CODE.sub(r"<code>\1</code>", str(filled)))


def texts(language: str) -> SimpleNamespace:
    """TEXTS in one language, as attributes."""
    n = 0 if language == "en" else 1
    return SimpleNamespace(**{key: words[n] for key, words in TEXTS.items()})


def number(value: int, language: str) -> str:
    """``12,345`` / ``12.345``."""
    text = f"{value:,}"
    return text if language == "en" else text.replace(",", ".")


def counted(value: int, noun: str, language: str) -> str:
    """``3 claims`` / ``3 phát biểu``."""
    one, several, local = NOUNS[noun]
    word = local if language != "en" else one if value == 1 else several
    return f"{number(value, language)} {word}"
