"""What people have to hear of: named checks over what the runs told, kept in the lake and sent once a day.

``checks/`` are pure functions over a ``View``: the days of one source as runs/ tells them, its YAML, and the
time. ``reading`` makes the views, ``book`` keeps in the lake what began, was told and ended, ``rounds`` puts
the two together, ``messages`` groups alarms into messages, ``sending`` sends those.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.alarms.book import silence
    from wirelake.alarms.rounds import Open, Round, open_alarms, watch
    from wirelake.alarms.sending import Sender, heartbeat, sender_of

__all__ = ["Open", "Round", "Sender", "heartbeat", "open_alarms", "sender_of", "silence", "watch"]

__getattr__ = lazily(
    __name__,
    {
        "book": ("silence",),
        "rounds": ("Open", "Round", "open_alarms", "watch"),
        "sending": ("Sender", "heartbeat", "sender_of"),
    },
)
