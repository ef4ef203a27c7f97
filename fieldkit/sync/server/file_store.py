"""What a person is told when storage that is not a folder of this machine does not take or give files."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text

KEY, SECRET = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"


class FileStoreFails(FieldkitError):
    """The store of files does not answer, or does not do what it is asked; everything else goes on."""

    title_ = Text("ที่เก็บไฟล์ของศูนย์ข้อมูลไม่ตอบหรือขัดข้อง", "The centre's store of files is out of order")
    hint_ = Text(
        "ตรวจว่าที่เก็บไฟล์ทำงานและเครือข่ายใช้ได้ ไฟล์ที่ยังไม่ยืนยันอยู่ที่เครื่องเดิมครบ และส่งต่อเองเมื่อใช้ได้",
        "See that it runs and can be reached. Files that it has not confirmed stay where they are, and are"
        " sent by themselves when it answers.",
    )

    def __init__(self, place: str) -> None:
        super().__init__(self.title_, self.hint_, place=place)


class FileStoreRefuses(FileStoreFails):
    """It does not know the key, or the key may not do that."""

    title_ = Text("ที่เก็บไฟล์ไม่ยอมรับกุญแจของศูนย์ข้อมูล", "The store of files refuses the centre's key")
    hint_ = Text(
        f"ตรวจ {KEY} และ {SECRET} และสิทธิ์ของกุญแจ: อ่าน เขียน ย้าย และแสดงรายการในที่เก็บนี้ นาฬิกาเครื่องต้องตรง",
        f"Check {KEY} and {SECRET}, and that the key may get, put, delete and list objects of this bucket."
        " The clock of this machine must be right.",
    )


class NoBucket(FileStoreFails):
    """There is no bucket of that name."""

    title_ = Text("ไม่มีที่เก็บไฟล์ (bucket) ชื่อนี้", "The store of files has no such bucket")
    hint_ = Text("สร้าง bucket ก่อน หรือแก้ชื่อใน --blobs", "Make the bucket, or correct its name in --blobs")


class WrongFileStore(FileStoreFails):
    """The address is none."""

    title_ = Text("ที่อยู่ของที่เก็บไฟล์ไม่ถูกต้อง", "This is no address of a store of files")
    hint_ = Text(
        "เขียนเป็น s3://bucket/prefix?endpoint=https://…&region=… โดยไม่ใส่รหัสลับ"
        " ที่อยู่ http ใช้ได้เฉพาะเครื่องนี้ หรือเติม insecure_http=1",
        "Write s3://bucket/prefix?endpoint=https://…&region=… without secrets. Plain http is for this machine"
        " only, or with insecure_http=1",
    )


class NoKey(FileStoreFails):
    """The environment does not say with which key to sign."""

    title_ = Text("ยังไม่ได้ตั้งกุญแจของที่เก็บไฟล์", "There is no key for the store of files")
    hint_ = Text(
        f"ตั้งค่าตัวแปรสภาพแวดล้อม {KEY} และ {SECRET} ก่อนเริ่ม",
        f"Set {KEY} and {SECRET} in the environment of this program",
    )
