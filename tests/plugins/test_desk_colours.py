"""The colours of the desk can be read: WCAG 2.2 AA, light and dark, the tones of rules too."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "plugins" / "wire_desk" / "assets"
TEXT, LINES = 4.5, 3.0  # the least contrast of text, and of what tells one thing from another
TONES = range(1, 9)
LEVELS = range(1, 7)  # of volume, in the grid of days
Colour = tuple[float, float, float]


def colours(mode: str) -> dict[str, Colour]:
    """The colours of :root, in dark mode those of :root.dark over them; levels of volume as on paper."""
    found: dict[str, Colour] = {}
    css = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("desk.css", "article.css"))
    for dark, body in re.findall(r":root(\.dark)? \{([^}]*)\}", css):
        if not dark or mode == "dark":
            told = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6}\b|\d+, \d+, \d+)", body)
            found |= {name: parsed(value) for name, value in told}
    for level, alpha in re.findall(r"^\.v(\d) \{ background: rgba\(var\(--volume\), (\.\d+)\)", css, re.M):
        over = zip(found["volume"], found["paper"], strict=True)
        red, green, blue = (float(alpha) * one + (1 - float(alpha)) * other for one, other in over)
        found[f"v{level}"] = (red, green, blue)
    return found


def parsed(value: str) -> Colour:
    """``#1a5fc0``, ``#fff`` or ``26, 95, 192``."""
    if not value.startswith("#"):
        red, green, blue = map(float, value.split(","))
        return red, green, blue
    digits = value[1:] if len(value) == 7 else "".join(one * 2 for one in value[1:])
    red, green, blue = (float(int(digits[at : at + 2], 16)) for at in (0, 2, 4))
    return red, green, blue


def luminance(colour: Colour) -> float:
    parts = [one / 255 for one in colour]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_can_be_read(mode: str) -> None:
    known = colours(mode)
    pairs = [("ink", paper) for paper in ("paper", "panel", *(f"tone-{n}" for n in TONES))]
    pairs += [(ink, paper) for ink in ("faint", "accent") for paper in ("paper", "panel")]
    pairs += [(ink, f"{ink}-paper") for ink in ("good", "warn", "bad", "calm")]
    pairs += [("ink", f"v{level}") for level in LEVELS]
    pairs += [("ink", "calm-paper"), ("paper", "accent")]
    low = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_lines_of_rules_stand_out(mode: str) -> None:
    known = colours(mode)
    papers = ("paper", "panel")
    low = {(n, paper): contrast(known[f"edge-{n}"], known[paper]) for n in TONES for paper in papers}
    assert {pair: ratio for pair, ratio in low.items() if ratio < LINES} == {}
    assert len({known[f"tone-{n}"] for n in TONES}) == len(TONES)


def test_no_rule_is_told_by_its_colour_alone() -> None:
    css = (ASSETS / "article.css").read_text(encoding="utf-8")
    kinds = re.findall(r"\.tone-\d \{[^}]*--line-kind: (\w+)", css)
    assert len(kinds) == len(TONES)
    assert all(one != other for one, other in pairwise(kinds))
