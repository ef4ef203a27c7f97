"""Why a device gives nothing, each with another way to the answer."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text

_FILE = Text("แนบไฟล์จากโทรศัพท์หรือกล้องด้วย F4", "Attach a file from the phone or camera with F4")
_TYPE = Text(
    "พิมพ์พิกัด วางลิงก์แผนที่ หรือกด Alt+ลง เพื่อใช้พิกัดจากภาพถ่าย",
    "Type the place, paste a map link, or press Alt+Down for the place of a photo",
)
_SETTINGS = Text(
    "ตรวจสายและพอร์ตที่หน้าตั้งค่า หรือพิมพ์พิกัด", "Check the cable, and the port in the settings; or type the place"
)


class NoMultimedia(FieldkitError):
    """QtMultimedia, or a library that it needs, is not installed."""

    def __init__(self, reason: ImportError) -> None:
        super().__init__(
            Text(
                "เครื่องนี้ใช้กล้องและเสียงไม่ได้ เพราะขาดส่วนประกอบของระบบ",
                "Camera and sound do not work here: a part of the system is missing",
            ),
            Text(
                f"{_FILE.th} ผู้ดูแลเครื่องติดตั้งส่วนที่ขาดได้ด้วย make setup",
                f"{_FILE.en}. make setup installs what is missing",
            ),
            place=str(reason),
        )


class NoCamera(FieldkitError):
    """There is no camera."""

    def __init__(self) -> None:
        super().__init__(Text("เครื่องนี้ไม่มีกล้อง", "This computer has no camera"), _FILE)


class CameraGone(FieldkitError):
    """The camera was unplugged, or gives no picture any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("กล้องหยุดส่งภาพ ภาพที่ถ่ายไว้แล้วยังอยู่", "The camera stopped; the pictures taken before are kept"),
            Text(
                "เสียบกล้องใหม่ ปิดโปรแกรมอื่นที่ใช้กล้อง แล้วกด Enter หรือแนบไฟล์ด้วย F4",
                "Plug it in, close other programs that use it, and press Enter; or attach a file with F4",
            ),
            place=name,
        )


class NoPicture(FieldkitError):
    """The camera did not give the picture that was asked for."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            Text("ถ่ายภาพไม่สำเร็จ", "The picture was not taken"),
            Text(
                "กด Enter แล้วถ่ายอีกครั้ง หรือแนบไฟล์ด้วย F4",
                "Press Enter and take it again, or attach a file with F4",
            ),
            place=reason,
        )


class NoMicrophone(FieldkitError):
    """There is no microphone."""

    def __init__(self) -> None:
        super().__init__(
            Text("เครื่องนี้ไม่มีไมโครโฟน อัดเสียงไม่ได้", "This computer has no microphone to record with"), _FILE
        )


class MicrophoneGone(FieldkitError):
    """The microphone was unplugged, or cannot be opened."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("ไมโครโฟนหยุดทำงาน เสียงที่อัดไว้แล้วยังอยู่", "The microphone stopped; what was recorded is kept"),
            Text(
                "เสียบไมโครโฟนใหม่ แล้วกด Enter หรือแนบไฟล์ด้วย F4",
                "Plug it in again and press Enter, or attach a file with F4",
            ),
            place=name,
        )


class DiskFull(FieldkitError):
    """The disk takes no more of the recording; what it has taken is kept."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "ดิสก์เต็ม หยุดบันทึกแล้ว ส่วนที่บันทึกไว้ยังอยู่",
                "The disk is full: recording stopped, what was recorded is kept",
            ),
            Text(
                "เพิ่มที่ว่างในดิสก์ แล้วบันทึกต่อเป็นไฟล์ใหม่", "Make room on the disk, then go on with another recording"
            ),
            place=place,
        )


class RecordingFull(FieldkitError):
    """A recording has become as large as one file may be."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            Text(
                f"ไฟล์บันทึกเต็ม {megabytes} MB แล้ว หยุดและแนบให้แล้ว",
                f"The recording reached {megabytes} MB: it is stopped and attached",
            ),
            Text("บันทึกต่อเป็นไฟล์ใหม่", "Go on with another recording"),
        )


class NotRecorded(FieldkitError):
    """The recorder of the system refuses to work."""

    def __init__(self, reason: str) -> None:
        super().__init__(Text("บันทึกไม่สำเร็จ", "Nothing can be recorded"), _FILE, place=reason)


class NotPlayable(FieldkitError):
    """A recording that cannot be played here."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            Text("เล่นไฟล์นี้ในโปรแกรมไม่ได้", "This file cannot be played here"),
            Text("กด Enter เพื่อเปิดด้วยโปรแกรมอื่นในเครื่อง", "Press Enter to open it with another program"),
            place=reason,
        )


class NoCode(FieldkitError):
    """A picture at a question for a code holds none."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                "ไม่พบบาร์โค้ดหรือ QR ในภาพ แนบภาพไว้แล้ว",
                "No barcode or QR code was found in the picture; it is attached",
            ),
            Text(
                "ถ่ายให้ใกล้และตรงขึ้น ใช้เครื่องสแกน หรือพิมพ์รหัสใต้แถบ",
                "Take it closer and straighter, use a scanner, or type what stands below the bars",
            ),
            place=name,
        )


class NoPositioning(FieldkitError):
    """The system tells no position, or a part of it is missing."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            Text("เครื่องนี้ไม่มีบริการบอกตำแหน่ง", "This computer has no location service"),
            Text(
                f"เลือกเครื่องรับสัญญาณดาวเทียมที่หน้าตั้งค่า หรือ{_TYPE.th}",
                f"Choose a satellite receiver in the settings. Or: {_TYPE.en}",
            ),
            place=reason,
        )


class PositionRefused(FieldkitError):
    """The system does not let this program know the position."""

    def __init__(self) -> None:
        super().__init__(
            Text("ระบบไม่อนุญาตให้โปรแกรมใช้ตำแหน่ง", "The system does not let this program know the position"),
            Text(
                "เปิดสิทธิ์ตำแหน่งในการตั้งค่าของระบบ หรือพิมพ์พิกัด",
                "Allow it in the system's privacy settings, or type the place",
            ),
        )


class ReceiverNotOpened(FieldkitError):
    """The port or file of the receiver cannot be opened."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            Text("เปิดเครื่องรับสัญญาณดาวเทียมไม่ได้", "The satellite receiver cannot be opened"),
            _SETTINGS,
            place=f"{name}: {reason}" if name else reason,
        )


class ReceiverGone(FieldkitError):
    """The receiver was unplugged."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("เครื่องรับสัญญาณดาวเทียมหลุด", "The satellite receiver is gone"),
            Text("เสียบใหม่แล้วกด Enter หรือพิมพ์พิกัด", "Plug it in again and press Enter, or type the place"),
            place=name,
        )
