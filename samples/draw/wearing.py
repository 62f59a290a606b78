"""How badly a page is worn, by level and chance."""

from __future__ import annotations

import random

from draw.wear import Wear

LEVELS = ("none", "light", "medium", "heavy", "worn")


def choose_wear(level: str, rng: random.Random, skew_deg: float | None = None) -> Wear:
    """The wear of one of LEVELS; `skew_deg` replaces the turn that chance gives."""
    seed = rng.getrandbits(31)
    if level == "worn":
        return worn_out(rng, skew_deg, seed)
    if level == "none":
        return Wear(
            skew_deg=skew_deg or 0.0, shade=0.0, noise=0.0, paper=250, blur_px=0.0, quality=90, seed=seed
        )
    hard = {"light": 0.3, "medium": 0.65, "heavy": 1.0}[level]
    turn = rng.uniform(0.2, 2.2 * hard) * rng.choice((-1, 1))
    edge = hard > 0.5 and rng.random() < 0.6
    return Wear(
        skew_deg=turn if skew_deg is None else skew_deg,
        curl_px=rng.uniform(0, 16) * hard,
        border_px=rng.randint(10, 60),
        paper=round(rng.uniform(236, 244) - 26 * hard * rng.random()),
        shade=rng.uniform(2, 9) * hard,
        noise=rng.uniform(3, 8) * hard + 1,
        blur_px=rng.uniform(0.4, 0.6 + 0.5 * hard),
        spread=rng.uniform(-0.25, 0.7) * hard,
        speckle=rng.uniform(0.2, 1.0) * hard,
        bleed=rng.uniform(0.04, 0.2) * hard,
        dark_edge_px=rng.randint(8, 26) if edge else 0,
        neighbour_px=rng.randint(20, 60) if edge and rng.random() < 0.5 else 0,
        quality=round(rng.uniform(72, 84) - 32 * max(0.0, hard - 0.4)),
        colour=rng.random() < 0.2,
        seed=seed,
    )


def worn_out(rng: random.Random, skew_deg: float | None, seed: int) -> Wear:
    """The page that stands for everything bad at once: turned, curled, shown through, overcompressed."""
    return Wear(
        skew_deg=rng.choice((-2.0, 2.0)) if skew_deg is None else skew_deg,
        curl_px=rng.uniform(16, 24),
        border_px=30,
        paper=215,
        shade=9.0,
        noise=8.0,
        blur_px=0.9,
        spread=rng.uniform(0.1, 0.6),
        speckle=1.2,
        bleed=0.2,
        dark_edge_px=18,
        neighbour_px=rng.choice((0, 40)),
        quality=35,
        seed=seed,
    )
