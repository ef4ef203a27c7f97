"""Photos and signatures drawn by the program, so that a demonstration needs nobody's pictures."""

from __future__ import annotations

import random
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from fieldkit import resources

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIZE = (1280, 960)
_SKIES = ((176, 205, 224), (201, 214, 222), (236, 222, 196))
_WALLS = ((150, 160, 166), (178, 168, 150), (132, 150, 140), (168, 176, 186))
_EXIF, _TAKEN, _CHANGED = 0x8769, 0x9003, 0x0132


def photo(seed: str, words: str, taken: datetime) -> bytes:
    """Return a JPEG of a factory yard as it may look, with ``words`` on it; ``seed`` decides everything."""
    from PIL import Image, ImageDraw, ImageFont

    source = random.Random(seed)
    image = Image.new("RGB", SIZE, source.choice(_SKIES))
    pen = ImageDraw.Draw(image)
    _yard(pen, source)
    _hall(pen, source)
    for _ in range(source.randint(2, 5)):
        _drum(pen, source)
    font = ImageFont.truetype(str(resources.path("fonts", "Sarabun-Medium.ttf")), 34)
    pen.rectangle((0, SIZE[1] - 64, SIZE[0], SIZE[1]), fill=(28, 32, 36))
    pen.text((24, SIZE[1] - 56), words, font=font, fill=(240, 240, 240))
    return _jpeg(image, taken)


def signature(seed: str) -> bytes:
    """Return a PNG of a signature as a pen leaves it."""
    from PIL import Image, ImageDraw

    source = random.Random(seed)
    image = Image.new("RGB", (420, 140), "white")
    points = [(30 + step * 12, 70 + source.randint(-46, 46)) for step in range(30)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 90), width=4, joint="curve")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _yard(pen: ImageDraw, source: random.Random) -> None:
    horizon = 560
    ground = source.randint(120, 150)
    pen.rectangle((0, horizon, *SIZE), fill=(ground, ground - 8, ground - 22))
    for _ in range(60):
        left, top = source.randrange(SIZE[0]), source.randrange(horizon, SIZE[1])
        pen.line((left, top, left + source.randint(8, 60), top), fill=(ground - 18,) * 3, width=2)


def _hall(pen: ImageDraw, source: random.Random) -> None:
    left, width, top = source.randint(60, 260), source.randint(560, 860), source.randint(220, 340)
    wall = source.choice(_WALLS)
    roof = tuple(part - 50 for part in wall)
    pen.rectangle((left, top, left + width, 600), fill=wall)
    pen.polygon(((left - 30, top), (left + width // 2, top - 110), (left + width + 30, top)), fill=roof)
    for place in range(left + 40, left + width - 90, 130):
        pen.rectangle((place, top + 60, place + 80, top + 130), fill=(70, 84, 94))
    pen.rectangle((left + width // 2 - 70, 420, left + width // 2 + 70, 600), fill=(60, 62, 66))
    if source.random() < 0.6:
        chimney = left + width - 70
        pen.rectangle((chimney, top - 230, chimney + 36, top - 20), fill=(110, 104, 100))
        for puff in range(5):
            radius = 14 + puff * 9
            x, y = chimney + 18 + puff * 26, top - 250 - puff * 22
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(214, 216, 218))


def _drum(pen: ImageDraw, source: random.Random) -> None:
    x, y = source.randint(80, SIZE[0] - 160), source.randint(620, 780)
    colour = source.choice(((40, 86, 140), (150, 60, 40), (60, 110, 70), (190, 150, 40)))
    pen.rectangle((x, y, x + 70, y + 96), fill=colour)
    pen.ellipse((x, y - 14, x + 70, y + 14), fill=tuple(part + 24 for part in colour))
    pen.line((x, y + 34, x + 70, y + 34), fill=(20, 20, 20), width=3)


def _jpeg(image: Image, taken: datetime) -> bytes:
    stamp = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif = image.getexif()
    exif[_CHANGED] = stamp
    exif.get_ifd(_EXIF)[_TAKEN] = stamp
    file = BytesIO()
    image.save(file, "JPEG", quality=82, exif=exif)
    return file.getvalue()
