"""Codes that are said, written and typed by hand: no I, L, O, U, and a letter that checks the others."""

from __future__ import annotations

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILOU", "110V")
_GROUP = 4
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1: 2 then runs through all 31 numbers that are not 0


def drawn(length: int) -> str:
    """Return so many letters that nobody knows."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def grouped(letters: str) -> str:
    """Return letters in groups of four: ``XXXX-XXXX``."""
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def plain(typed: str) -> str:
    """Return what was meant by what was typed: capitals, no gaps, I and L as 1, O as 0, U as V."""
    return "".join(letter for letter in typed.upper().translate(_MISREAD) if letter in LETTERS)


def checked(letters: str) -> str:
    """Return ``letters`` (at most 30) and one that tells any wrong letter and any two that are swapped."""
    return letters + LETTERS[_remainder(letters)]


def fits(letters: str) -> bool:
    """Tell whether what :func:`checked` gave is as it was."""
    return bool(letters) and LETTERS[_remainder(letters[:-1])] == letters[-1]


def _remainder(letters: str) -> int:
    # Each place has a weight of its own in GF(32), so that the sum changes with every letter and every
    # exchange; the check letter itself has weight 1.
    total, weight = 0, 2
    for letter in letters:
        total ^= _product(LETTERS.index(letter), weight)
        weight = _product(weight, 2)
    return total


def _product(one: int, other: int) -> int:
    result = 0
    while other:
        if other & 1:
            result ^= one
        one <<= 1
        if one & 0b100000:
            one ^= _POLYNOMIAL
        other >>= 1
    return result
