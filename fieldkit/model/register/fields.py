"""The fields of a factory as registers name them: labels, accepted headers, and the column each one fills."""

from __future__ import annotations

from dataclasses import dataclass

from fieldkit.errors import Text


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a register may have.

    ``key`` is the column of the table ``factory``, or a part of one (``workers_male_skilled``).
    ``headers`` are accepted as written or cut to ten letters; ``second_best`` only when no other column
    of the file has the field.
    """

    key: str
    label: Text
    headers: tuple[str, ...]
    second_best: tuple[str, ...] = ()


def _field(key: str, thai: str, english: str, *headers: str, second_best: tuple[str, ...] = ()) -> Field:
    return Field(key, Text(thai, english), headers, second_best)


CLASS_OR_TYPE = "class_or_type"
"""FACTYPE: the class in the open feed, the type in the older web service; its values tell."""
COORDINATES = "coordinates"
"""Latitude and longitude in one cell."""

ID = "id"
"""The id of a place without registration numbers, by which its row comes back from Excel."""

STATUS_SINCE = "status_since"
"""The day of the status: a fact of the factory, no column of it."""

FIELDS = (
    _field(
        *("registration_no", "เลขทะเบียนโรงงาน (14 หลัก)", "registration number (14 digits)"),
        *("FID", "เลขทะเบียนโรงงานแบบใหม่", "เลขทะเบียนโรงงาน(ใหม่)", "เลขทะเบียนใหม่"),
        *("เลขทะเบียนโรงงาน 14 หลัก", "ทะเบียนโรงงาน 14 หลัก", "เลขทะเบียน 14 หลัก"),
    ),
    _field(
        *("registration_no_old", "เลขทะเบียนโรงงาน (เดิม)", "old registration number"),
        *("DISPFACREG", "เลขทะเบียน", "เลขทะเบียนโรงงาน", "เลขทะเบียนโรงงานแบบเดิม"),
        *("เลขทะเบียนโรงงาน(เดิม)", "เลขทะเบียนเดิม", "ทะเบียนโรงงานเลขที่", "ทะเบียนโรงงาน"),
    ),
    _field("name", "ชื่อโรงงาน", "factory name", "FNAME", "ชื่อโรงงาน", "ชื่อสถานประกอบการ"),
    _field(
        *("operator", "ผู้ประกอบกิจการ", "operator", "ONAME", "ผู้ประกอบการ", "ผู้ประกอบกิจการ"),
        *("ชื่อผู้ประกอบการ", "ชื่อผู้ประกอบกิจการ", "ชื่อผู้รับใบอนุญาต", "ผู้รับใบอนุญาต"),
    ),
    _field("operator_kind", "ประเภทผู้ประกอบการ", "kind of operator", "ประเภทผู้ประกอบการ", "ประเภทนิติบุคคล"),
    _field(
        *("operator_id13", "เลขประจำตัว 13 หลัก", "13-digit number", "Trade", "เลขประจำตัว 13 หลัก"),
        *("เลขนิติบุคคล", "เลขทะเบียนนิติบุคคล", "เลขประจำตัวนิติบุคคล", "เลขประจำตัวผู้เสียภาษี"),
    ),
    _field("activity", "การประกอบกิจการ", "activity", "OBJECT", "ประกอบกิจการ", "การประกอบกิจการ"),
    _field("class_", "จำพวก", "class", "จำพวก", "จำพวกโรงงาน", "จำพวกที่"),
    _field(
        *("type_main", "ลำดับประเภท", "type", "CLASS", "ประเภท", "ประเภทโรงงาน", "ลำดับประเภทโรงงาน"),
        *("ลำดับประเภทโรงงานหลัก", "ประเภทหรือลำดับที่", "ลำดับที่ประเภท"),
        second_best=("ลำดับที่",),
    ),
    _field(CLASS_OR_TYPE, "จำพวกหรือประเภท", "class or type", "FACTYPE"),
    _field(
        *("types_extra", "ลำดับประเภทรอง", "further types", "SUBCLASS", "ลำดับประเภทโรงงานรอง", "ประเภทรอง"),
    ),
    _field("tsic", "รหัส TSIC", "TSIC code", "TSIC", "ISIC", "ISIC_CODE", "รหัส TSIC"),
    _field(
        *("hp", "แรงม้า", "horsepower", "HP", "แรงม้า", "แรงม้าเครื่องจักร", "กำลังเครื่องจักร", "แรงม้ารวม"),
        second_best=("HP2",),
    ),
    _field(
        *("workers", "คนงานรวม", "workers", "TOTAL_WORKER", "Works", "คนงาน", "คนงานรวม", "จำนวนคนงาน"),
    ),
    _field("workers_male", "คนงานชาย", "men", "คนงานชาย"),
    _field("workers_female", "คนงานหญิง", "women", "คนงานหญิง"),
    _field("workers_male_skilled", "ช่างฝีมือชาย", "skilled men", "ช่างฝีมือชาย"),
    _field("workers_female_skilled", "ช่างฝีมือหญิง", "skilled women", "ช่างฝีมือหญิง"),
    _field(
        *("capital", "เงินทุนรวม", "capital", "TOTAL_CAP", "cap", "เงินทุน", "เงินลงทุน", "เงินทุนรวม"),
        *("เงินลงทุนรวม", "ทุนรวม"),
    ),
    _field(
        *("capital_land", "ทุนค่าที่ดิน", "capital: land", "CAPLAND", "เงินลงทุนค่าที่ดิน", "ค่าที่ดิน"),
    ),
    _field("capital_building", "ทุนค่าอาคาร", "capital: building", "CAPBUILD", "ค่าอาคาร"),
    _field("capital_machine", "ทุนค่าเครื่องจักร", "capital: machinery", "CAPMACH", "ค่าเครื่องจักร"),
    _field("capital_working", "ทุนหมุนเวียน", "working capital", "CAPWORK", "ทุนหมุนเวียน", "เงินทุนหมุนเวียน"),
    _field("address_no", "เลขที่", "house number", "FADDR", "เลขที่", "บ้านเลขที่", "ที่ตั้งเลขที่"),
    _field("moo", "หมู่", "village number", "FMOO", "หมู่", "หมู่ที่"),
    _field("soi", "ซอย", "lane", "FSOI", "SOI", "ซอย"),
    _field("road", "ถนน", "road", "FROAD", "ROAD", "ถนน"),
    _field("subdistrict", "ตำบล", "sub-district", "FTUMNAME", "TumName", "ตำบล", "ตำบล/แขวง", "แขวง/ตำบล"),
    _field("district", "อำเภอ", "district", "FAMPNAME", "ampName", "อำเภอ", "อำเภอ/เขต", "เขต/อำเภอ"),
    _field("province", "จังหวัด", "province", "FPROVNAME", "ProvName", "จังหวัด"),
    _field("postcode", "รหัสไปรษณีย์", "postcode", "ZIPCODE", "ไปรษณีย์", "รหัสไปรษณีย์"),
    _field("latitude", "ละติจูด", "latitude", "LAT", "LATITUDE", "LATITUDE_Y", "ละติจูด"),
    _field(
        *("longitude", "ลองจิจูด", "longitude", "LNG", "LON", "LONG", "LONGITUDE", "LONGITUDE_X"),
        *("ลองจิจูด", "ลองติจูด"),
    ),
    _field(COORDINATES, "พิกัด", "coordinates", "พิกัดโรงงาน", "พิกัด", "พิกัดที่ตั้ง"),
    _field(
        *("status", "สถานะ", "status", "FFLAG", "STATUS", "สถานะ", "สถานะโรงงาน", "สถานะการประกอบกิจการ"),
    ),
    _field(
        *(STATUS_SINCE, "สถานะตั้งแต่", "status since", "วันที่จำหน่าย", "วันที่จำหน่ายทะเบียน", "วันจำหน่ายทะเบียน"),
        *("วันที่เลิกประกอบกิจการ", "วันเลิกประกอบกิจการ", "วันที่แจ้งเลิก", "วันที่เปลี่ยนสถานะ", "สถานะตั้งแต่"),
    ),
    _field(
        *("license_date", "วันที่ใบอนุญาต", "licence date", "POKDATE", "วันที่ใบอนุญาต", "วันที่ได้รับอนุญาต"),
        *("วันที่อนุญาต",),
    ),
    _field(
        *("start_date", "วันเริ่มประกอบกิจการ", "start of operation", "STARTDATE", "วันเริ่มประกอบกิจการ"),
        *("วันเริ่มประกอบ", "วันที่เริ่มประกอบกิจการ"),
    ),
    _field("fee_paid_until", "ชำระค่าธรรมเนียมถึง", "fee paid until", "ชำระค่าธรรมเนียมรายปีถึง"),
    _field("capacity", "กำลังการผลิต", "capacity", "CAPPROD", "กำลังการผลิต", "กำลังผลิต"),
    _field("capacity_unit", "หน่วยกำลังการผลิต", "unit of capacity", "หน่วย", "UNIT"),
    _field(
        *("estate", "นิคมอุตสาหกรรม", "industrial estate", "ESTATE_NAME_TH", "colonyIndustDesc"),
        *("นิคมอุตสาหกรรม",),
        second_best=("ESTATE",),
    ),
    _field("phone", "โทรศัพท์", "telephone", "PHONE", "TEL", "โทรศัพท์", "เบอร์โทรศัพท์", "โทร"),
    _field("email", "อีเมล", "e-mail", "EMAIL", "E-mail", "อีเมล", "อีเมล์"),
    _field("contact", "ผู้ติดต่อ", "contact", "ผู้ติดต่อ", "ผู้ประสานงาน"),
    _field(ID, "รหัสในโปรแกรม", "id in fieldkit", "รหัสในโปรแกรม"),
    _field("land_area", "พื้นที่โรงงาน", "land area", "พื้นที่โรงงาน"),
    _field("building_area", "พื้นที่อาคาร", "building area", "พื้นที่อาคาร"),
)

LABELS = {field.key: field.label for field in FIELDS} | {
    "subdistrict_code": Text("รหัสตำบล", "sub-district code"),
    "district_code": Text("รหัสอำเภอ", "district code"),
    "province_code": Text("รหัสจังหวัด", "province code"),
    "extra": Text("ข้อมูลอื่นในไฟล์", "other columns of the file"),
    "deleted": Text("การลบ", "deletion"),
    "merged_into": Text("รวมเข้ากับโรงงาน", "merged into"),
    "split_from": Text("แยกจากโรงงาน", "split from"),
}

GROUP_LABELS = {
    "identity": Text("เลขทะเบียน ชื่อ ผู้ประกอบกิจการ", "numbers, name, operator"),
    "kind": Text("จำพวก ประเภท กิจการ", "class, type, activity"),
    "size": Text("แรงม้า คนงาน เงินทุน", "horsepower, workers, capital"),
    "location": Text("ที่ตั้ง", "location"),
    "contact": Text("การติดต่อ", "contact"),
    "status": Text("สถานะ", "status"),
    "dates": Text("วันที่", "dates"),
    "capacity": Text("กำลังผลิต พื้นที่", "capacity, areas"),
    "source": Text("แหล่งข้อมูลและข้อมูลอื่น", "source and other columns"),
    "succession": Text("การรวมหรือแยก", "merger or split"),
    "void": Text("การลบ", "deletion"),
    "inspections": Text("มีการตรวจแล้ว", "it was inspected"),
}
"""What people call the groups of a factory's columns; ``inspections`` is the reason why an undo kept one."""
