"""Upkeep of a lake: looking through all it holds, making again what is damaged, sweeping what is left over.

A name is loaded where it is first used, as in ``pipeline``.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.upkeep.inspection import Inspection, Scope, inspect
    from wirelake.upkeep.repairing import repair
    from wirelake.upkeep.rounds import Round, carry_out_all, maintain
    from wirelake.upkeep.sweeping import sweep

__all__ = ["Inspection", "Round", "Scope", "carry_out_all", "inspect", "maintain", "repair", "sweep"]

__getattr__ = lazily(
    __name__,
    {
        "inspection": ("Inspection", "Scope", "inspect"),
        "repairing": ("repair",),
        "rounds": ("Round", "carry_out_all", "maintain"),
        "sweeping": ("sweep",),
    },
)
