"""What can come of an exchange other than success: told to a person, or acted upon by the laptop."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text

_WHOLE = Text("ข้อมูลในเครื่องอยู่ครบ", "The data on this laptop are whole")


class SyncError(FieldkitError):
    """The exchange did not take place or broke off; the laptop's data are whole."""

    title_ = Text("ซิงก์ข้อมูลไม่สำเร็จ", "Sync failed")
    hint_ = _WHOLE

    def __init__(self, place: str = "") -> None:
        super().__init__(self.title_, self.hint_, place=place)


class Unreachable(SyncError):
    """No connection, or it was cut; trying again continues where it stopped."""

    title_ = Text("ติดต่อศูนย์ข้อมูลไม่ได้", "The centre cannot be reached")
    hint_ = Text(
        "ตรวจเครือข่ายแล้วซิงก์อีกครั้ง ระบบจะทำต่อจากที่ค้างไว้ ข้อมูลในเครื่องอยู่ครบ",
        "Check the network and sync again; it goes on where it stopped. The data on this laptop are whole.",
    )


class CentreNotFound(Unreachable):
    """Nobody on this network knows the centre's name: no network, or a wrong address."""

    title_ = Text("ไม่พบที่อยู่ของศูนย์ข้อมูลในเครือข่ายนี้", "This network does not know the centre's address")
    hint_ = Text(
        "ต่ออินเทอร์เน็ต หรือตรวจที่อยู่ของศูนย์ข้อมูล แล้วซิงก์อีกครั้ง ข้อมูลในเครื่องอยู่ครบ",
        "Connect to the internet, or check the centre's address, and sync again."
        " The data on this laptop are whole.",
    )


class CentreClosed(Unreachable):
    """Its machine answers, but nothing listens there: the centre is stopped, or the port is another one."""

    title_ = Text("ศูนย์ข้อมูลไม่ได้เปิดรับการเชื่อมต่อ", "The centre is not running at this address")
    hint_ = Text(
        "รอสักครู่แล้วซิงก์อีกครั้ง หากยังไม่ได้ แจ้งผู้ดูแลระบบหรือตรวจที่อยู่และพอร์ต ข้อมูลในเครื่องอยู่ครบ",
        "Wait a while and sync again; if it stays, tell the administrator, or check address and port."
        " The data on this laptop are whole.",
    )


class CentreSilent(Unreachable):
    """No answer in time: a slow network, or a firewall that swallows what is sent."""

    title_ = Text("ศูนย์ข้อมูลไม่ตอบภายในเวลาที่กำหนด", "The centre did not answer in time")
    hint_ = Unreachable.hint_


class ConnectionCut(Unreachable):
    """The connection ended in the middle."""

    title_ = Text("การเชื่อมต่อกับศูนย์ข้อมูลขาดระหว่างทาง", "The connection to the centre was cut")
    hint_ = Unreachable.hint_


class WrongAddress(Unreachable):
    """What was given is no address of a centre."""

    title_ = Text("ที่อยู่ของศูนย์ข้อมูลไม่ถูกต้อง", "This is no address of a centre")
    hint_ = Text(
        "พิมพ์ที่อยู่ให้ครบ เช่น https://centre.example.go.th",
        "Give it in full, such as https://centre.example.go.th",
    )


class CertificateDate(SyncError):
    """The centre's certificate is not valid on the day that this laptop believes in."""

    title_ = Text("ใบรับรองของศูนย์ข้อมูลใช้ไม่ได้ในวันที่ของเครื่องนี้", "The centre's certificate is not valid today")
    hint_ = Text(
        "ตรวจวันที่และปี (ค.ศ.) ของเครื่องนี้ก่อน หากถูกต้องแล้วให้แจ้งผู้ดูแลระบบ ข้อมูลในเครื่องอยู่ครบ",
        "Check date and year of this laptop first; if they are right, tell the administrator."
        " The data on this laptop are whole.",
    )


class NetworkLogin(SyncError):
    """Something else than the centre answered: a hotel's or office's login page, or a wrong address."""

    title_ = Text(
        "เครือข่ายนี้ต้องเข้าสู่ระบบก่อน (network login needed)",
        "Network login needed: a login page answered instead of the centre",
    )
    hint_ = Text(
        "เปิดเบราว์เซอร์เพื่อเข้าสู่ระบบเครือข่าย แล้วซิงก์อีกครั้ง หากยังไม่ได้ ตรวจที่อยู่ของศูนย์ข้อมูล ข้อมูลในเครื่องอยู่ครบ",
        "Open a browser, log in to the network, and sync again."
        " If that does not help, check the centre's address. The data on this laptop are whole.",
    )


class NotEnrolled(SyncError):
    """This laptop has no centre, or the token that proves it is not on this machine."""

    title_ = Text("เครื่องนี้ยังไม่ได้ลงทะเบียนกับศูนย์ข้อมูล", "This laptop is not enrolled at a centre")
    hint_ = Text(
        "ขอรหัสลงทะเบียนจากผู้ดูแลระบบ แล้วใช้คำสั่ง fieldkit enrol URL --code CODE",
        "Ask the administrator for a code, then run: fieldkit enrol URL --code CODE",
    )


class TokenRefused(SyncError):
    """The centre does not know this laptop's token (any more)."""

    title_ = Text("ศูนย์ข้อมูลไม่รู้จักเครื่องนี้", "The centre does not know this laptop")
    hint_ = Text(
        "ขอรหัสใหม่จากผู้ดูแลระบบแล้วลงทะเบียนอีกครั้ง ข้อมูลในเครื่องอยู่ครบ",
        "Ask the administrator for a new code and enrol again. The data on this laptop are whole.",
    )


class TokenNotKept(SyncError):
    """The disk refuses the token that would prove this laptop."""

    title_ = Text(
        "เก็บรหัสประจำเครื่องไม่ได้ ยังไม่ได้ลงทะเบียน", "The laptop's token could not be kept; it is not enrolled"
    )
    hint_ = Text(
        "เพิ่มที่ว่างหรือตรวจสิทธิ์ของโฟลเดอร์ข้อมูล แล้วลงทะเบียนอีกครั้งด้วยรหัสเดิม",
        "Make room or check the folder's permissions, then enrol again with the same code.",
    )


class Revoked(SyncError):
    """The administrator has shut this laptop out."""

    title_ = Text("ผู้ดูแลระบบยกเลิกสิทธิ์ของเครื่องนี้แล้ว", "The administrator has revoked this laptop")
    hint_ = Text(
        "ติดต่อผู้ดูแลระบบ หากเป็นความผิดพลาดให้ขอรหัสใหม่แล้วลงทะเบียนอีกครั้ง ข้อมูลในเครื่องอยู่ครบ",
        "Talk to the administrator; if it was a mistake, enrol again with a new code."
        " The data on this laptop are whole.",
    )


class GrantsChanged(SyncError):
    """The administrator has taken a province from this laptop while it synced."""

    title_ = Text("สิทธิ์ของเครื่องนี้เปลี่ยนไประหว่างซิงก์", "What this laptop may read was changed during the sync")
    hint_ = Text(
        "ซิงก์อีกครั้ง หากจังหวัดที่รับผิดชอบหายไปให้แจ้งผู้ดูแลระบบ ข้อมูลในเครื่องอยู่ครบ",
        "Sync again; if a province of yours is missing, tell the administrator."
        " The data on this laptop are whole.",
    )


class CodeRefused(SyncError):
    """The one-time code is wrong, expired, used up, or was tried too often."""

    _reasons = {
        "expired": Text("รหัสลงทะเบียนหมดอายุแล้ว", "The code has expired"),
        "used": Text("รหัสลงทะเบียนถูกใช้ไปแล้ว", "The code has been used already"),
        "tries": Text("รหัสถูกระงับเพราะใส่ผิดหลายครั้ง", "The code is blocked after too many wrong tries"),
    }
    _wrong = Text("รหัสลงทะเบียนไม่ถูกต้อง", "The code is wrong")
    _anothers = {
        "device": Text(
            "ศูนย์ข้อมูลมีเครื่องรหัสนี้อยู่แล้ว และเครื่องนี้พิสูจน์ตัวไม่ได้",
            "The centre knows a laptop of this identity, and this one cannot prove to be it",
        ),
        "other": Text("รหัสลงทะเบียนนี้เป็นของเครื่องอื่น", "This code is for another laptop"),
    }
    _for_this = Text(
        "ขอให้ผู้ดูแลระบบสร้างรหัสสำหรับเครื่องนี้: fieldkit server code --device รหัสเครื่อง",
        "Ask the administrator for a code made for this laptop: fieldkit server code --device ID",
    )
    hint_ = Text(
        "ตรวจรหัสอีกครั้ง หรือขอรหัสใหม่จากผู้ดูแลระบบ", "Check the code, or ask the administrator for a new one"
    )

    def __init__(self, reason: str = "wrong", place: str = "") -> None:
        self.reason = reason
        self.title_ = {**self._reasons, **self._anothers}.get(reason, self._wrong)
        if reason in self._anothers:
            self.hint_ = self._for_this
        super().__init__(place)


class UpgradeNeeded(SyncError):
    """Laptop and centre share no version of the protocol."""

    title_ = Text("โปรแกรมรุ่นนี้ซิงก์กับศูนย์ข้อมูลไม่ได้", "This version cannot sync with the centre")
    hint_ = Text(
        "ติดตั้ง fieldkit รุ่นล่าสุดแล้วซิงก์อีกครั้ง ข้อมูลในเครื่องอยู่ครบ",
        "Install the newest fieldkit and sync again. The data on this laptop are whole.",
    )


class TooLarge(SyncError):
    """A single change or file is larger than the centre takes."""

    title_ = Text("ข้อมูลมีขนาดใหญ่เกินที่ศูนย์ข้อมูลรับได้", "Something is larger than the centre takes")
    hint_ = Text(
        "แจ้งผู้ดูแลระบบ ข้อมูลอื่นส่งต่อได้ตามปกติ ข้อมูลในเครื่องอยู่ครบ",
        "Tell the administrator; everything else can be sent. The data on this laptop are whole.",
    )


class CentreFailed(SyncError):
    """The centre broke down over a request, is not reached by its proxy, or has no room."""

    title_ = Text("ศูนย์ข้อมูลขัดข้องหรือไม่ว่าง", "The centre is out of order or busy")
    hint_ = Text(
        "รอสักครู่แล้วซิงก์อีกครั้ง ข้อมูลในเครื่องอยู่ครบ",
        "Wait a while and sync again. The data on this laptop are whole.",
    )


class CentreBusy(CentreFailed):
    """More laptops come than the centre can serve, and this one has waited for ten minutes."""

    title_ = Text("ศูนย์ข้อมูลมีผู้ใช้มากเกินไปในขณะนี้", "The centre has too much to do now")
    hint_ = Text(
        "ซิงก์อีกครั้งในอีกครึ่งชั่วโมง ระบบจะทำต่อจากที่ค้างไว้ ข้อมูลในเครื่องอยู่ครบ",
        "Sync again in half an hour; it goes on where it stopped. The data on this laptop are whole.",
    )


class FilesOutOfReach(CentreFailed):
    """The centre's store of files does not answer; what is written goes both ways all the same."""

    title_ = Text("ที่เก็บไฟล์ของศูนย์ข้อมูลขัดข้อง", "The centre's store of files is out of order")
    hint_ = Text(
        "คำตอบและข้อมูลอื่นรับส่งแล้ว รูปถ่ายรอส่งเมื่อซิงก์ครั้งต่อไป หากยังเป็นอยู่ให้แจ้งผู้ดูแลระบบ ข้อมูลในเครื่องอยู่ครบ",
        "Answers and other records have been exchanged; photos wait for the next sync. If it stays, tell the"
        " administrator. The data on this laptop are whole.",
    )


class NotUnderstood(SyncError):
    """The answer, or our message, was not what the protocol says; bytes were damaged underway, or a bug."""

    title_ = Text("ข้อมูลที่รับส่งเสียหายระหว่างทาง", "What was exchanged was damaged underway")
    hint_ = Text(
        "ซิงก์อีกครั้ง หากยังเป็นอยู่ให้แจ้งผู้ดูแลระบบ ข้อมูลในเครื่องอยู่ครบ",
        "Sync again; if it stays, tell the administrator. The data on this laptop are whole.",
    )


class InsecureAddress(SyncError):
    """The address would send the laptop's token in clear over a network."""

    title_ = Text("ที่อยู่นี้ไม่เข้ารหัส (http)", "This address is not encrypted (http)")
    hint_ = Text("ใช้ที่อยู่ที่ขึ้นต้นด้วย https://", "Use an address that begins with https://")


class Cancelled(SyncError):
    """The person stopped the exchange; what was sent until then is safe at the centre."""

    title_ = Text("หยุดซิงก์แล้ว", "The sync was stopped")
    hint_ = Text(
        "ซิงก์อีกครั้งเมื่อใดก็ได้ ระบบจะทำต่อจากที่ค้างไว้", "Sync again at any time; it goes on where it stopped"
    )


class Ordinary(SyncError):
    """An answer of the protocol that the laptop reacts to by itself; a person sees it only if that fails."""

    hint_ = NotUnderstood.hint_

    def __init__(self, stream: str = "") -> None:
        self.stream = stream
        super().__init__(stream)


class Gap(Ordinary):
    """The centre lacks feed numbers before those pushed."""


class Fork(Ordinary):
    """The centre has other changes under our feed numbers: this laptop was copied, or put back."""


class Diverged(Ordinary):
    """Our position is not in the centre's log: the centre was put back from a backup."""


class Missing(Ordinary):
    """The centre has not got the file (yet)."""


class Damaged(Ordinary):
    """What we sent of a file arrived as something else."""


_PLAIN: dict[str, type[SyncError]] = {
    "token": TokenRefused,
    "revoked": Revoked,
    "not_granted": GrantsChanged,
    "upgrade": UpgradeNeeded,
    "too_large": TooLarge,
    "gap": Gap,
    "fork": Fork,
    "diverged": Diverged,
    "missing": Missing,
    "hash": Damaged,
    "busy": CentreBusy,
    "failed": CentreFailed,
    "files": FilesOutOfReach,
}


def error_of(code: str, reason: str = "") -> SyncError:
    """Return the error that stands for a refusal of the centre."""
    if code == "code":
        return CodeRefused(reason)
    kind = _PLAIN.get(code)
    if kind is None:
        return NotUnderstood(f"{code} {reason}".strip())
    return kind() if issubclass(kind, Ordinary) else kind(reason)
