"""The blank form: official columns, rows and wording, bounds, locks, sums and marker.

The two tables here are made by hand, so that the form is tested without the rubric loader.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from thidua_cli.rubric.kinds import Band, Bands, Holder, Judged, MinusPerOccurrence, Sum
from thidua_cli.rubric.model import Criterion, Document, Guidance, Rubric

III = (
    (
        "Xây dựng, ban hành các quy chế, quy định văn bản để chỉ đạo, thực hiện công tác thi đua, khen thưởng",
        "Mỗi văn bản, quy chế không ban hành hoặc ban hành không đúng thời gian quy định, trừ 01 điểm.",
    ),
    (
        "Tổ chức, phát động, triển khai thực hiện phong trào thi đua tại cơ quan, đơn vị",
        "- Kịp thời phát động phong trào thi đua thường xuyên: tối đa 03 điểm.",
        "- Kịp thời phát động các phong trào thi đua theo đợt, theo chuyên đề: tối đa 02 điểm.",
    ),
    (
        "Công tác phát hiện, xây dựng, bồi dưỡng, tổng kết nhân rộng các điển hình tiên tiến",
        "- Có kế hoạch xây dựng, nhân rộng điển hình tiên tiến: 02 điểm",
        "- Có các điển hình tiên tiến được tuyên truyền, bồi dưỡng, nhân rộng với các hình thức tuyên truyền "
        "phong phú, đa dạng: tối đa 03 điểm.",
        "+ Trên phạm vi cơ quan, đơn vị: tối đa 01 điểm.",
        "+ Tuyên truyền trên các phương tiện thông tin đại chúng của tỉnh, trung ương: Báo Lạng Sơn, Đài Phát "
        "thanh Truyền hình tỉnh, Trang Thông tin điện tử Thi đua- Khen thưởng tỉnh, Ban Thi đua – Khen thưởng "
        "Trung ương…: Tối đa 03 điểm.",
    ),
    (
        "Chất lượng hồ sơ đề nghị khen thưởng",
        "- 100% hồ sơ khen thưởng từ cấp tỉnh trở lên được duyệt: 05 điểm.",
        "- Có từ 10 - 15% hồ sơ trình khen thưởng từ cấp tỉnh trở lên không đủ điều kiện, tiêu chuẩn: 03 điểm.",
        "- Có từ 16% hồ sơ trở lên trình khen thưởng từ cấp tỉnh trở lên không đủ điều kiện, tiêu chuẩn: "
        "tối đa 01 điểm.",
        "- Đơn vị không trình khen thưởng cấp tỉnh trở lên trong năm: tối đa 01 điểm.",
    ),
    (
        "Các nội dung khác (Bồi dưỡng nghiệp vụ; Công tác kiểm tra giám sát và thực hiện chế độ thông tin "
        "báo cáo 6 tháng, 01 năm và các báo cáo khác)",
        "- Công tác kiểm tra, giám sát về TĐKT tại đơn vị: 01 điểm.",
        "- Công tác bồi dưỡng nghiệp vụ TĐKT: tối đa 01 điểm",
        "+ Tổ chức hội nghị bồi dưỡng về TĐKT tại đơn vị: tối đa 01 điểm",
        "+ Các hình thức khác (lồng ghép; tham gia tập huấn tại tỉnh…): tối đa 0,5 điểm.",
        "- Chế độ thông tin, báo cáo: 03 điểm (không ban hành hoặc ban hành chậm 01 báo cáo: trừ 01 điểm).",
    ),
)
BONUS = (
    (2, "Có nhân tố mới, mô hình mới, đem lại hiệu quả rõ nét trong năm"),
    (
        1,
        "Là đơn vị Trưởng cụm hoặc Phó cụm trong năm có nhiều đổi mới, sáng tạo trong thực hiện các hoạt động "
        "cụm thi đua",
    ),
    (
        1,
        "Tỷ lệ khen thưởng cho người lao động trực tiếp tăng so với năm trước và chiếm tỷ lệ cao so với các "
        "đơn vị trong cụm",
        "Nếu tỷ lệ cao nhất cụm nhưng không tăng so với năm trước, thưởng tối đa 0,5 điểm.",
    ),
    (1, "Tổ chức nhiều phong trào thi đua hoặc có phong trào thi đua sáng tạo, đột phá trong năm"),
)
ENTERPRISE = (
    (15, "Doanh thu vượt so với kế hoạch năm và tăng so với cùng kỳ năm trước"),
    (15, "Lợi nhuận sau thuế vượt so với kế hoạch năm và tăng so với năm trước"),
    (
        15,
        "Chấp hành tốt nghĩa vụ tài chính với Nhà nước; nộp đầy đủ các loại thuế đúng thời gian quy định; "
        "không dây dưa, nợ thuế",
    ),
    (
        15,
        "Đảm bảo đời sống, việc làm ổn định cho người lao động; thu nhập bình quân của người lao động đảm bảo "
        "đạt mức lương tối thiểu vùng theo quy định trở lên",
    ),
    (
        10,
        "Thực hiện việc đóng Bảo hiểm xã hội, Bảo hiểm Y tế, Bảo hiểm thất nghiệp cho người lao động theo qui "
        "định của pháp luật",
    ),
    (10, "Thực hiện công tác xã hội, từ thiện trên địa bàn tỉnh"),
    (
        10,
        "Thực hiện các quy định của pháp luật về hoạt động sản xuất, kinh doanh (đảm bảo an toàn vệ sinh lao "
        "động; bảo vệ tài nguyên, môi trường trong quá trình sản xuất, kinh doanh, phòng chống cháy nổ....)",
    ),
    (
        4,
        "Có ứng dụng tiến bộ khoa học kỹ thuật vào sản xuất, kinh doanh nâng cao rõ rệt hiệu quả sản xuất, "
        "giảm thiểu chi phí, lao động",
    ),
    (6, "Điểm thưởng"),
)
BANDS = Bands(
    "tỷ lệ hồ sơ không đủ điều kiện, tiêu chuẩn",
    (
        Band(Decimal(5), "100% hồ sơ khen thưởng từ cấp tỉnh trở lên được duyệt", Decimal(0), Decimal(0)),
        Band(Decimal(3), "từ 10 - 15% hồ sơ không đủ điều kiện, tiêu chuẩn", Decimal(10), Decimal(15)),
        Band(Decimal(1), "từ 16% hồ sơ trở lên không đủ điều kiện, tiêu chuẩn", Decimal(16), up_to=True),
        Band(Decimal(1), "đơn vị không trình khen thưởng cấp tỉnh trở lên trong năm", up_to=True),
    ),
)
KINDS = {
    "III.1": MinusPerOccurrence(Decimal(5), Decimal(1), "văn bản không ban hành hoặc ban hành chậm"),
    "III.4": BANDS,
}


def _guidance() -> Guidance:
    none: MappingProxyType[str, object] = MappingProxyType({})
    return Guidance(
        "langson-2019",
        Document("Hướng dẫn", "Sở Nội vụ", "", "", "", 2019),
        none,  # type: ignore[arg-type]  # the form needs none of these
        ("III",),
        none,  # type: ignore[arg-type]
        none,  # type: ignore[arg-type]
        none,  # type: ignore[arg-type]
        none,  # type: ignore[arg-type]
    )


def _row(path: str, stt: str, maximum: int, *texts: str, rows: tuple[Criterion, ...] = ()) -> Criterion:
    return Criterion(
        path, stt, texts[0], Decimal(maximum), f"B.{path}", texts[1:], KINDS.get(path, Judged()), rows
    )


def _third() -> Criterion:
    bonus = tuple(
        replace(_row(f"III.6.{n}", "-", most, *texts), bonus=True, holder=Holder())
        for n, (most, *texts) in enumerate(BONUS, 1)
    )
    rows = tuple(_row(f"III.{n}", str(n), 5, *texts) for n, texts in enumerate(III, 1))
    group = replace(_row("III.6", "6", 5, "Điểm thưởng", rows=bonus), bonus=True, kind=Sum())
    title = "THỰC HIỆN CÁC NHIỆM VỤ CÔNG TÁC THI ĐUA, KHEN THƯỞNG"
    return replace(_row("III", "III", 30, title, rows=(*rows, group)), kind=Sum())


def _rubric(name: str, title: str, first: Criterion) -> Rubric:
    second = _row(
        "II",
        "II",
        20,
        "THỰC HIỆN CÁC CHỦ TRƯƠNG CỦA ĐẢNG, CHÍNH SÁCH, PHÁP LUẬT CỦA NHÀ NƯỚC, XÂY DỰNG HỆ THỐNG CHÍNH TRỊ",
    )
    return Rubric(
        f"langson-2019/{name}",
        "BIỂU CHẤM ĐIỂM THI ĐUA",
        title,
        "(Ban hành kèm theoHướng dẫn số     /HD-SNV  ngày    /4/ 2019 của Sở Nội vụ)",
        (first, second, _third()),
        "Tổng cộng",
        _guidance(),
        "0123456789ab",
    )


def districts() -> Rubric:
    """The table of 14 rows with a maximum and a total."""
    first = _row(
        "I",
        "I",
        100,
        "KẾT QUẢ THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ",
        "Chấm điểm theo các nội dung ban hành kèm theo Quyết định số 2460/QĐ-UBND ngày 30/11/2018 của UBND tỉnh",
    )
    title = "ĐỐI VỚI CÁC HUYỆN, THÀNH PHỐ, CÁC SỞ, BAN, NGÀNH, ĐƠN VỊ TRỰC THUỘC UBND TỈNH"
    return _rubric("districts-departments", title, first)


def enterprises() -> Rubric:
    """The table of 23 rows with a maximum and a total; its section I is a group."""
    rows = tuple(_row(f"I.{n}", str(n), most, text) for n, (most, text) in enumerate(ENTERPRISE, 1))
    first = replace(
        _row("I", "I", 100, "KẾT QUẢ THỰC HIỆN NHIỆM VỤ CHÍNH TRỊ", rows=rows), kind=Sum()
    )
    return _rubric("enterprises", "ĐỐI VỚI DOANH NGHIỆP TRUNG ƯƠNG, DOANH NGHIỆP TỈNH", first)
