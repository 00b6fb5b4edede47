"""A source's articles have a generation, another whenever a writer begins to settle some: so each writer at
work sees by one small read that another one came, and need not list the history/ of all sources again.

Whoever changes history/, or decides something, announces what that touches, and settles it after that, or
leaves it to whoever comes next. So who has looked at the generation before that is followed by them, and who
looks later sees that it has to start anew. It says nothing else; who finds none, of a lake of before, lists.
"""

import secrets

from wirelake.lake import layout
from wirelake.storage import Store


def advance(store: Store, source: str) -> bytes:
    """Begin another one."""
    own = secrets.token_hex(16).encode()
    store.write(layout.generation(source), own)
    return own


def generation(store: Store, source: str) -> bytes:
    """The one that has begun last; nothing where none is noted. None comes twice."""
    answer = store.read(layout.generation(source))
    return answer[0] if answer else b""
