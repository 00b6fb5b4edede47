"""The order of the page between two of its elements, without a walk over all that stands between them."""

from typing import Any


def is_before(one: Any, other: Any) -> bool:
    """Whether the first begins above the second in the tree that holds both, as what holds it does.

    False where no tree holds both.
    """
    if one is other:
        return False
    lines = [one, *one.iterancestors()]
    known = {up: number for number, up in enumerate(lines)}
    below = other
    while below is not None and below.getparent() not in known:
        if below is one:
            return True
        below = below.getparent()
    common = None if below is None else below.getparent()
    if common is None or other in known:
        return False
    if common is one:
        return True
    return bool(common.index(lines[known[common] - 1]) < common.index(below))
