"""What a wire or an operator obliges us to: kills, takedowns, embargoes, the review list, and proof of it.

A name is loaded where it is first used, as in ``pipeline``.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.obligations.embargoes import held_until, release, under_embargo
    from wirelake.obligations.erasing.erasure import erase_at, waits_for
    from wirelake.obligations.holds import hold
    from wirelake.obligations.names.known import meant
    from wirelake.obligations.plans import Plan, changed_since, plan, read_plan
    from wirelake.obligations.proof.verification import Verification, manifests, verify, verify_all
    from wirelake.obligations.reasons import checked_source
    from wirelake.obligations.restoring import restore
    from wirelake.obligations.review import close_advisory, open_advisories
    from wirelake.obligations.takedown import take_down, take_down_all
    from wirelake.obligations.writethrus import is_replaced, keep

__all__ = [
    "Plan",
    "Verification",
    "changed_since",
    "checked_source",
    "close_advisory",
    "erase_at",
    "held_until",
    "hold",
    "is_replaced",
    "keep",
    "manifests",
    "meant",
    "open_advisories",
    "plan",
    "read_plan",
    "release",
    "restore",
    "take_down",
    "take_down_all",
    "under_embargo",
    "verify",
    "verify_all",
    "waits_for",
]

__getattr__ = lazily(
    __name__,
    {
        "reasons": ("checked_source",),
        "names.known": ("meant",),
        "embargoes": ("held_until", "release", "under_embargo"),
        "erasing.erasure": ("erase_at", "waits_for"),
        "holds": ("hold",),
        "plans": ("Plan", "changed_since", "plan", "read_plan"),
        "restoring": ("restore",),
        "review": ("close_advisory", "open_advisories"),
        "takedown": ("take_down", "take_down_all"),
        "writethrus": ("is_replaced", "keep"),
        "proof.verification": ("Verification", "manifests", "verify", "verify_all"),
    },
)
