"""What a barcode scanner meant when the Thai layout (Kedmanee, TIS 820) was on.

A scanner presses keys as a keyboard with the US layout would; Windows then writes Thai letters.
"""

from __future__ import annotations

from fieldkit.model.thai.digits import to_arabic

_US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
_THAI = "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ"
_US_SHIFTED = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI_SHIFTED = '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_KEYS = dict(zip(_THAI + _THAI_SHIFTED, _US + _US_SHIFTED, strict=True))
_THAI_DIGITS = frozenset("๐๑๒๓๔๕๖๗๘๙")


def scanned(text: str) -> str:
    """Return the code that the keys spell; a text without Thai letters is the code already."""
    thai = {sign for sign in text if "\u0e00" <= sign <= "\u0e7f"}
    if thai <= _THAI_DIGITS:
        return to_arabic(text)
    return "".join(_KEYS.get(sign, sign) for sign in text)
