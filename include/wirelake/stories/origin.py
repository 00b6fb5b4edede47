"""Whose text a story is: what its members say of it, the earliest first."""

from collections.abc import Iterable

from wirelake.stories.texts import Text


def origin_of(members: Iterable[Text]) -> tuple[str | None, str | None]:
    """The originating wire, and by what it is known: ``provider``, ``credit`` or ``wire_id``; or None twice.

    The earliest article that names another than itself is believed: a provider before a credit line. Else
    where sources share a wire's id, it is the one that had it first.
    """
    ordered = sorted(members, key=Text.rank)
    for by, named in (("provider", Text.named_provider), ("credit", Text.named_credit)):
        for one in ordered:
            if name := named(one):
                return name, by
    holders: dict[str, Text] = {}
    for one in ordered:
        if one.wire_id:
            first = holders.setdefault(one.wire_id, one)
            if first.source != one.source:
                return first.source, "wire_id"
    return None, None
