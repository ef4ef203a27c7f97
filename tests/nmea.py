"""What a satellite receiver sends (NMEA 0183)."""

from __future__ import annotations


def sentence(body: str) -> bytes:
    checksum = 0
    for byte in body.encode():
        checksum ^= byte
    return f"${body}*{checksum:02X}\r\n".encode()


def moment(second: int, *, quality: int = 1, satellites: int = 8, hdop: float = 0.9) -> bytes:
    """What a receiver sends each second: place, time, state."""
    at = f"0400{second:02}.00"
    place = "1626.388,N,10020.880,E"
    valid = "A" if quality else "V"
    return sentence(f"GPGGA,{at},{place},{quality},{satellites:02},{hdop},45.4,M,-30.0,M,,") + sentence(
        f"GPRMC,{at},{valid},{place},0.0,0.0,221126,,,{'A' if quality else 'N'}"
    )


NO_FIX = sentence("GPGGA,040001.00,,,,,0,00,99.9,,M,,M,,") + sentence("GPRMC,040001.00,V,,,,,,,221126,,,N")
