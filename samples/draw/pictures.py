"""Drawn photographs: a soft scene with noise, printed with a dot screen or with scattered dots."""

from __future__ import annotations

import math
import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Greys = NDArray[np.float64]


def draw_photo(width: int, height: int, rng: random.Random) -> Image.Image:
    """A picture of hills, houses or people, `width` x `height` pixels, mode L."""
    scene = Image.new("L", (width, height), rng.randint(150, 225))
    pen = ImageDraw.Draw(scene)
    _sky(pen, width, height, rng)
    for depth in range(rng.randint(2, 4)):
        _hill(pen, (width, height), 0.35 + 0.15 * depth, rng)
    draw_subject = rng.choice((_people, _houses, _trees))
    draw_subject(pen, width, height, rng)
    soft = scene.filter(ImageFilter.GaussianBlur(max(1.0, width / 260)))
    chance = np.random.default_rng(rng.getrandbits(32))
    greys = 45 + 0.8 * np.asarray(soft, dtype=np.float64) + chance.normal(0, 9, (height, width))
    if rng.random() < 0.65:
        greys = half_tone(greys, rng.choice((5.0, 6.0, 7.0, 8.0)), math.radians(rng.choice((15, 30, 45))))
        return Image.fromarray(np.clip(greys, 12, 250).astype(np.uint8))
    return scatter(greys)


def half_tone(greys: Greys, pitch: float, angle: float) -> Greys:
    """The picture as dots of a screen with `pitch` pixels between them."""
    rows, columns = np.mgrid[0 : greys.shape[0], 0 : greys.shape[1]]
    u = (columns * math.cos(angle) + rows * math.sin(angle)) * 2 * math.pi / pitch
    v = (rows * math.cos(angle) - columns * math.sin(angle)) * 2 * math.pi / pitch
    screen = (np.cos(u) + np.cos(v)) / 4 + 0.5
    return np.asarray(np.clip((greys / 255 - screen) * 900 + 128, 20, 245), dtype=np.float64)


def scatter(greys: Greys) -> Image.Image:
    """The picture as dots of two pixels strewn by error diffusion."""
    size = (greys.shape[1], greys.shape[0])
    small = Image.fromarray(np.clip(greys, 0, 255).astype(np.uint8)).resize((size[0] // 2, size[1] // 2))
    return small.convert("1").convert("L").resize(size, Image.Resampling.NEAREST)


def _sky(pen: ImageDraw.ImageDraw, width: int, height: int, rng: random.Random) -> None:
    dark, light = rng.randint(120, 190), rng.randint(200, 240)
    for y in range(0, height, 4):
        pen.rectangle((0, y, width, y + 4), fill=int(dark + (light - dark) * y / height))


def _hill(pen: ImageDraw.ImageDraw, size: tuple[int, int], level: float, rng: random.Random) -> None:
    width, height = size
    waves = [(rng.uniform(0.5, 3), rng.uniform(0, 6), rng.uniform(0.01, 0.07)) for _ in range(4)]
    points = [(0.0, float(height))]
    for step in range(61):
        x = step / 60
        y = level + sum(high * math.sin(2 * math.pi * often * x + phase) for often, phase, high in waves)
        points.append((x * width, y * height))
    pen.polygon([*points, (width, height)], fill=rng.randint(60, 170))


def _people(pen: ImageDraw.ImageDraw, width: int, height: int, rng: random.Random) -> None:
    for _ in range(rng.randint(3, 8)):
        tall = height * rng.uniform(0.28, 0.5)
        x, foot = rng.uniform(0.08, 0.92) * width, height * rng.uniform(0.85, 1.0)
        shade, wide, head = rng.randint(20, 120), tall * rng.uniform(0.14, 0.2), tall * 0.09
        pen.rounded_rectangle((x - wide, foot - tall * 0.8, x + wide, foot), wide * 0.6, fill=shade)
        pen.ellipse((x - head, foot - tall, x + head, foot - tall + 2.2 * head), fill=rng.randint(120, 210))
        pen.pieslice((x - head, foot - tall, x + head, foot - tall + 2.2 * head), 180, 360, fill=25)


def _houses(pen: ImageDraw.ImageDraw, width: int, height: int, rng: random.Random) -> None:
    x = rng.uniform(-0.1, 0.1) * width
    while x < width:
        wide, top = rng.uniform(0.12, 0.28) * width, height * rng.uniform(0.35, 0.65)
        pen.rectangle((x, top, x + wide, height * 0.92), fill=rng.randint(110, 215))
        roof = [(x - wide * 0.08, top), (x + wide / 2, top - height * 0.13), (x + wide * 1.08, top)]
        pen.polygon(roof, fill=rng.randint(30, 90))
        for window in range(3):
            left = x + wide * (0.12 + 0.3 * window)
            pen.rectangle((left, top + height * 0.1, left + wide * 0.15, top + height * 0.2), fill=45)
        x += wide * rng.uniform(1.05, 1.5)


def _trees(pen: ImageDraw.ImageDraw, width: int, height: int, rng: random.Random) -> None:
    for _ in range(rng.randint(4, 9)):
        x, foot, tall = (
            rng.uniform(0, width),
            height * rng.uniform(0.75, 0.98),
            height * rng.uniform(0.3, 0.6),
        )
        pen.rectangle((x - tall * 0.03, foot - tall * 0.5, x + tall * 0.03, foot), fill=40)
        for _ in range(9):
            dx, dy, r = rng.gauss(0, 0.13) * tall, rng.gauss(0, 0.1) * tall, rng.uniform(0.08, 0.17) * tall
            y = foot - tall * 0.65 + dy
            pen.ellipse((x + dx - r, y - r, x + dx + r, y + r), fill=rng.randint(30, 110))
