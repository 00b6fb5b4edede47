"""The colours of the desk can be read: WCAG 2.2 AA, light and dark, the tones of rules too."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "plugins" / "wire_desk" / "assets"
TEXT, LINES = 4.5, 3.0  # the least contrast of text, and of what tells one thing from another
TONES = range(1, 9)


def colours(mode: str) -> dict[str, str]:
    """The custom properties of :root, in dark mode those of :root.dark over them."""
    found: dict[str, str] = {}
    for name in ("desk.css", "article.css"):
        css = (ASSETS / name).read_text(encoding="utf-8")
        for dark, body in re.findall(r":root(\.dark)? \{([^}]*)\}", css):
            if not dark or mode == "dark":
                found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", body))
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(one * 2 for one in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_can_be_read(mode: str) -> None:
    known = colours(mode)
    pairs = [("ink", paper) for paper in ("paper", "panel", *(f"tone-{n}" for n in TONES))]
    pairs += [(ink, paper) for ink in ("faint", "accent") for paper in ("paper", "panel")]
    pairs += [(ink, f"{ink}-paper") for ink in ("good", "warn", "bad", "calm")]
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
