"""A keyboard by its keys: which key code, with or without Shift, writes a letter on which layout."""

from __future__ import annotations

# Key codes of X (evdev + 8) of the first key of each row; then the letters without and with Shift.
_LAYOUTS = {
    "us": (
        (10, "1234567890-=", "!@#$%^&*()_+"),
        (24, "qwertyuiop[]", "QWERTYUIOP{}"),
        (38, "asdfghjkl;'", 'ASDFGHJKL:"'),
        (52, "zxcvbnm,./", "ZXCVBNM<>?"),
    ),
    "th": (
        (10, "ๅ/-ภถุึคตจขช", "+๑๒๓๔ู฿๕๖๗๘๙"),
        (24, "ๆไำพะัีรนยบล", '๐"ฎฑธํ๊ณฯญฐ,'),
        (38, "ฟหกดเ้่าสวง", "ฤฆฏโฌ็๋ษศซ."),
        (52, "ผปแอิืทมใฝ", "()ฉฮฺ์?ฒฬฦ"),
    ),
}
_SPACE = {" ": "65"}
_CODES = {
    layout: _SPACE
    | {letter: str(first + at) for first, plain, _ in rows for at, letter in enumerate(plain)}
    | {letter: f"shift+{first + at}" for first, _, shifted in rows for at, letter in enumerate(shifted)}
    for layout, rows in _LAYOUTS.items()
}


def keys_for(text: str, layout: str) -> list[str]:
    """Return the keys that write ``text``, as ``xdotool key`` takes them; KeyError when there is none."""
    return [_CODES[layout][letter] for letter in text]


def key(letter: str) -> str:
    """Return the key that has ``letter`` on a Latin keyboard, whatever layout is on: "1", "f", ","."""
    return _CODES["us"][letter]
