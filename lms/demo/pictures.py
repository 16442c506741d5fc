"""Drawn pictures of the demo's rooms: a wall with a screen, a floor, desks in rows. No real room."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

SIZE = (1600, 1200)
BACK = (260, 170, 1340, 700)
"""The back wall: left, top, right, bottom."""
CEILING, SIDE, FLOOR = (250, 251, 252), (226, 231, 237), (214, 205, 192)
DESK, EDGE, CHAIR, FRAME = (240, 226, 203), (201, 180, 148), (58, 74, 96), (40, 48, 60)
SCREEN, GLOW, SKY = (24, 32, 44), (96, 165, 220), (203, 226, 243)

PALETTE = {
    "grey": (233, 238, 243),
    "green": (222, 232, 228),
    "sand": (243, 236, 226),
    "blue": (222, 231, 243),
}

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Look:
    """What a room looks like: colour of its wall, rows of desks, desks in a row, devices on them?"""

    wall: tuple[int, int, int]
    rows: int
    desks: int
    devices: bool


def picture(look: Look) -> bytes:
    """The room as a JPEG."""
    image = Image.new("RGB", SIZE, CEILING)
    draw = ImageDraw.Draw(image)
    _walls(draw, look)
    _window(draw)
    _screen(draw)
    for row in range(look.rows):
        _row(draw, look, (row + 0.7) / look.rows)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _walls(draw: ImageDraw.ImageDraw, look: Look) -> None:
    left, top, right, bottom = BACK
    width, height = SIZE
    draw.polygon([(0, 0), (left, top), (left, bottom), (0, height)], SIDE)
    draw.polygon([(width, 0), (right, top), (right, bottom), (width, height)], SIDE)
    draw.polygon([(0, height), (left, bottom), (right, bottom), (width, height)], FLOOR)
    draw.rectangle(BACK, look.wall)
    draw.line([(left, bottom), (right, bottom)], FRAME, 4)
    for lamp in (0.3, 0.5, 0.7):
        x = width * lamp
        draw.polygon([(x - 90, 60), (x + 90, 60), (x + 60, 110), (x - 60, 110)], (255, 255, 255))


def _window(draw: ImageDraw.ImageDraw) -> None:
    for near, far in ((30, 115), (135, 220)):
        edges = [(near, 0.22), (far, 0.22), (far, 0.58), (near, 0.58)]
        draw.polygon([(x, _left_wall(x, share)) for x, share in edges], SKY, FRAME)


def _left_wall(x: float, share: float) -> float:
    """How far down the left wall is at a share of its height, so far from the picture's edge."""
    above = x * BACK[1] / BACK[0]
    below = SIZE[1] - x * (SIZE[1] - BACK[3]) / BACK[0]
    return above + share * (below - above)


def _screen(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((560, 240, 1040, 510), 10, SCREEN, FRAME, 6)
    for n, share in enumerate((0.9, 0.6, 0.75)):
        y = 300 + n * 60
        draw.rounded_rectangle((600, y, 600 + 400 * share, y + 22), 8, GLOW)
    draw.rectangle((1130, 400, 1250, 700), (176, 140, 102), FRAME, 4)
    draw.ellipse((1226, 545, 1240, 559), FRAME)


def _row(draw: ImageDraw.ImageDraw, look: Look, near: float) -> None:
    """One row of desks, from far (0) to near (1)."""
    scale = 0.45 + 0.55 * near
    y = 640 + 410 * near
    width = 1260 * scale / look.desks
    left = SIZE[0] / 2 - width * look.desks / 2
    for n in range(look.desks):
        x = left + n * width
        _desk(draw, (x + width * 0.06, y, x + width * 0.94, y + 34 * scale), scale, look.devices)


def _desk(draw: ImageDraw.ImageDraw, top: Box, scale: float, device: bool) -> None:
    x0, y0, x1, y1 = top
    middle = (x0 + x1) / 2
    seat = 44 * scale
    if device:
        screen = (middle - 42 * scale, y0 - 62 * scale, middle + 42 * scale, y0 - 6 * scale)
        draw.rounded_rectangle(screen, 6 * scale, SCREEN, FRAME)
        draw.line([(middle, y0 - 6 * scale), (middle, y0 + 8 * scale)], FRAME, round(8 * scale))
    draw.polygon([(x0 + seat / 2, y0), (x1 - seat / 2, y0), (x1, y1), (x0, y1)], DESK)
    draw.rectangle((x0, y1, x1, y1 + 12 * scale), EDGE)
    for x in (x0 + 8 * scale, x1 - 16 * scale):
        draw.rectangle((x, y1 + 12 * scale, x + 8 * scale, y1 + 92 * scale), EDGE)
    back = (middle - seat, y1 + 18 * scale, middle + seat, y1 + 78 * scale)
    draw.rounded_rectangle(back, 12 * scale, CHAIR)
