"""The order of Thai words in a dictionary, the same on every machine.

Order of the Royal Institute: by consonant, vowels written before a consonant count after it, tones and other
marks above only break ties. Latin letters sort without regard to case. Qt's and PostgreSQL's own orders are
not used, because they depend on the library they were built with.
"""

from __future__ import annotations

import unicodedata

_LEADING_VOWELS = "เแโใไ"
_MARKS = "็่้๊๋์ํ๎ฺ"
_SEPARATOR = "\x01"
_FARTHEST = 0xD7FF - 0x20

Key = tuple[str, tuple[tuple[int, int], ...], str]


def thai_key(text: str) -> Key:
    """Return what ``sorted`` compares: letters in dictionary order, marks and their places, the text."""
    plain = unicodedata.normalize("NFC", text).replace("\u0e4d\u0e32", "\u0e33")
    letters: list[str] = []
    marks: list[tuple[int, int]] = []
    place = 0
    while place < len(plain):
        letter = plain[place]
        following = plain[place + 1 : place + 2]
        if letter in _LEADING_VOWELS and "ก" <= following <= "ฮ":
            letters += (following, letter)
            place += 1
        elif letter in _MARKS:
            marks.append((len(letters), _MARKS.index(letter)))
        else:
            letters.append(letter)
        place += 1
    return "".join(letters).casefold(), tuple(marks), text


def sort_key(text: str) -> str:
    """Return a text whose order by code points is the order of ``thai_key``, for a column of a database.

    The column must compare by code points (SQLite's BINARY, PostgreSQL's ``COLLATE "C"``).
    """
    letters, marks, _ = thai_key(text)
    ties = "".join(chr(0x20 + min(place, _FARTHEST)) + chr(0x20 + mark) for place, mark in marks)
    return _SEPARATOR.join((_printable(letters), ties, _printable(text)))


def compare(first: str, second: str) -> int:
    """Return -1, 0 or 1; the function of SQLite's collation ``THAI``."""
    one, other = thai_key(first), thai_key(second)
    return (one > other) - (one < other)


def _printable(text: str) -> str:
    return "".join(letter if letter >= " " else " " for letter in text)
