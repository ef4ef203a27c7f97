"""What can come of sending to an office's server other than success; what is here stays whole."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text


class OfficeError(FieldkitError):
    """Nothing more can be sent now; the next time goes on where it stopped."""

    title_ = Text("ส่งไปเซิร์ฟเวอร์ของสำนักงานไม่สำเร็จ", "Sending to the office's server failed")
    hint_ = Text("ข้อมูลในเครื่องอยู่ครบ", "The data on this laptop are whole")

    def __init__(self, place: str = "") -> None:
        super().__init__(self.title_, self.hint_, place=place)


class NoOffice(OfficeError):
    """No server was named yet, or its password is not on this machine."""

    title_ = Text("ยังไม่ได้ตั้งเซิร์ฟเวอร์ของสำนักงาน", "No server of an office is set up")
    hint_ = Text(
        "ตั้งด้วย fieldkit openrosa office URL --user ชื่อ --password-file ไฟล์",
        "Set it up: fieldkit openrosa office URL --user NAME --password-file FILE",
    )


class OfficeUnreachable(OfficeError):
    """No connection, or it was cut."""

    title_ = Text("ติดต่อเซิร์ฟเวอร์ของสำนักงานไม่ได้", "The office's server cannot be reached")
    hint_ = Text(
        "ตรวจเครือข่ายแล้วส่งอีกครั้ง ระบบจะทำต่อจากที่ค้างไว้ ข้อมูลในเครื่องอยู่ครบ",
        "Check the network and send again; it goes on where it stopped. The data on this laptop are whole.",
    )


class LoginPage(OfficeError):
    """Something else answered: a hotel's or office's login page, or a wrong address."""

    title_ = Text(
        "เครือข่ายนี้ต้องเข้าสู่ระบบก่อน หรือที่อยู่ไม่ใช่เซิร์ฟเวอร์ OpenRosa",
        "A login page answered, or this address is no OpenRosa server",
    )
    hint_ = Text(
        "เปิดเบราว์เซอร์เพื่อเข้าสู่ระบบเครือข่าย แล้วส่งอีกครั้ง หากยังไม่ได้ ตรวจที่อยู่ของเซิร์ฟเวอร์ ข้อมูลในเครื่องอยู่ครบ",
        "Open a browser, log in to the network, and send again. If that does not help, check the server's"
        " address. The data on this laptop are whole.",
    )


class LoginRefused(OfficeError):
    """The server does not take name, password or key."""

    title_ = Text("เซิร์ฟเวอร์ของสำนักงานไม่ยอมรับชื่อผู้ใช้หรือรหัสผ่าน", "The office's server refuses this login")
    hint_ = Text(
        "ตรวจชื่อผู้ใช้ รหัสผ่าน หรือกุญแจ แล้วตั้งใหม่ด้วย fieldkit openrosa office",
        "Check name, password or key and set them again: fieldkit openrosa office",
    )


class OfficeFailed(OfficeError):
    """The server broke down over a request, is too busy, or has no room."""

    title_ = Text("เซิร์ฟเวอร์ของสำนักงานขัดข้องหรือไม่ว่าง", "The office's server is out of order or busy")
    hint_ = Text(
        "รอสักครู่แล้วส่งอีกครั้ง ระบบจะทำต่อจากที่ค้างไว้ ข้อมูลในเครื่องอยู่ครบ",
        "Wait a while and send again; it goes on where it stopped. The data on this laptop are whole.",
    )


class NotPublished(OfficeError):
    """ODK Central does not take the form."""

    title_ = Text("ODK Central ไม่รับแบบตรวจนี้", "ODK Central does not take the checklist")
    hint_ = Text(
        "แก้ตามข้อความข้างบน ต้องใช้บัญชีผู้จัดการโครงการ (Project Manager) และเลขโครงการที่ถูกต้อง",
        "Mend what is said above; it needs the account of a project manager and the right project number",
    )


class Stopped(OfficeError):
    """The person stopped it."""

    title_ = Text("หยุดส่งแล้ว", "The sending was stopped")
    hint_ = Text("ส่งอีกครั้งเมื่อใดก็ได้ ระบบจะทำต่อจากที่ค้างไว้", "Send again at any time; it goes on where it stopped")


class Declined(Exception):
    """The server refuses one record; the others may be sent. ``message`` is what it says."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
