"""Why a bundle cannot be read or written; the data on both sides are whole in every case."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text

_UNCHANGED = Text("ข้อมูลที่มีอยู่ไม่ถูกแก้ไข", "Nothing that is there was changed.")


class BundleError(FieldkitError):
    """A bundle that is not taken."""

    title_ = Text("ใช้ไฟล์ชุดข้อมูลนี้ไม่ได้", "This bundle cannot be used")
    hint_ = _UNCHANGED

    def __init__(self, place: str = "") -> None:
        super().__init__(self.title_, self.hint_, place=place)


class BundleDamaged(BundleError):
    """No bundle, or not every byte is as it was signed."""

    title_ = Text("ไฟล์ชุดข้อมูลเสียหาย หรือไม่ใช่ไฟล์ของ fieldkit", "The bundle is damaged, or is none of fieldkit's")
    hint_ = Text(
        "คัดลอกไฟล์จากต้นทางใหม่อีกครั้ง ข้อมูลที่มีอยู่ไม่ถูกแก้ไข",
        "Copy it from its source once more. Nothing that is there was changed.",
    )


class BundleTooNew(BundleError):
    """A later version of fieldkit made it."""

    title_ = Text("ไฟล์ชุดข้อมูลมาจากโปรแกรมรุ่นใหม่กว่า", "A newer version of fieldkit made this bundle")
    hint_ = Text("ติดตั้ง fieldkit รุ่นล่าสุด แล้วเปิดอีกครั้ง", "Install the newest fieldkit, then open it again")


class NotForUs(BundleError):
    """It is sealed for somebody else."""

    title_ = Text("ไฟล์ชุดข้อมูลนี้ส่งถึงผู้อื่น", "This bundle is sealed for somebody else")
    hint_ = Text(
        "เปิดบนเครื่องหรือศูนย์ข้อมูลที่เป็นผู้รับ", "Open it on the laptop, or at the centre, that it is meant for"
    )


class WrongCode(BundleError):
    """The code that its maker was told is another one."""

    title_ = Text("รหัสเปิดชุดข้อมูลไม่ถูกต้อง", "The code of the bundle is wrong")
    hint_ = Text(
        "ถามรหัสจากผู้สร้างชุดข้อมูล แล้วพิมพ์อีกครั้ง", "Ask who made the bundle for its code, and type it again"
    )


class CodeNeeded(WrongCode):
    """A colleague's bundle opens by a code only."""

    title_ = Text("ชุดข้อมูลนี้ต้องใช้รหัสเปิด", "This bundle opens with a code")


class SignerUnknown(BundleError):
    """The signature is whole, but not that of who the bundle says made it."""

    title_ = Text("ยืนยันผู้สร้างชุดข้อมูลไม่ได้", "It cannot be proven who made this bundle")
    hint_ = Text(
        "ให้เครื่องนั้นซิงก์กับศูนย์ข้อมูลผ่านเครือข่ายหนึ่งครั้ง แล้วสร้างชุดข้อมูลใหม่ ข้อมูลที่มีอยู่ไม่ถูกแก้ไข",
        "Let that laptop sync with the centre once by network, then make a new bundle."
        " Nothing that is there was changed.",
    )


class DeviceRevoked(BundleError):
    """The administrator has shut out the laptop that made it."""

    title_ = Text("เครื่องที่สร้างชุดข้อมูลนี้ถูกยกเลิกสิทธิ์แล้ว", "The laptop that made this bundle is revoked")
    hint_ = Text(
        "หากเป็นความผิดพลาดให้ลงทะเบียนเครื่องนั้นใหม่ แล้วเปิดไฟล์นี้อีกครั้ง ข้อมูลในเครื่องนั้นอยู่ครบ",
        "If that was a mistake, enrol the laptop again, then open this file again. Its own data are whole.",
    )


class OfficeUnknown(BundleError):
    """This laptop has never heard the key of its centre."""

    title_ = Text("ยังไม่มีกุญแจของศูนย์ข้อมูลในเครื่องนี้", "This laptop does not have the centre's key yet")
    hint_ = Text(
        "ลงทะเบียนและซิงก์กับศูนย์ข้อมูลผ่านเครือข่ายหนึ่งครั้งก่อน หรือสร้างชุดข้อมูลถึงเพื่อนร่วมงานแทน",
        "Enrol and sync with the centre once by network first, or make a bundle for a colleague instead",
    )
