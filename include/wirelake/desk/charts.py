"""Charts as the paths of an SVG: numbers become geometry here, so that a template only places them."""

from collections.abc import Sequence

WIDTH, HEIGHT = 4, 24  # of a bar, and of the tallest one, in units of the chart


def bars(values: Sequence[float | None], highest: float | None = None) -> str:
    """The path of one bar a value, side by side, the tallest as high as the chart; none of None.

    Where ``highest`` is given, a bar of that value is as high as the chart: so several charts have one scale.

    A value above nothing is at least one unit high: one article is not none.
    """
    most = highest or max((one for one in values if one), default=0)
    parts = []
    for at, value in enumerate(values):
        if value is not None:
            high = max(1.0, HEIGHT * value / most) if value else 0.3
            parts.append(f"M{at * WIDTH} {HEIGHT}v{-high:.4g}h{WIDTH - 1}v{high:.4g}z")
    return "".join(parts)


def width(count: int) -> int:
    """The width of a chart of so many bars."""
    return WIDTH * max(1, count)
