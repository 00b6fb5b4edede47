"""Keeps the sentences of a takedown under way: what they are read from is gone if it dies half-way.

They lie under staging/ until it is done, and nowhere after that.
"""

import json

from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.aside import unless_damaged
from wirelake.lake.events import name_of
from wirelake.lake.manifests import Manifest
from wirelake.sentences import Sentences
from wirelake.storage import Store


def kept(store: Store, manifest: Manifest) -> Sentences:
    """What an earlier attempt knew; nothing where none was broken off."""

    return unless_damaged(store, _path(manifest), _parsed) or Sentences({}, frozenset())


def keep(store: Store, manifest: Manifest, sentences: Sentences) -> None:
    """Have them at hand for whoever goes on with it."""
    if sentences:
        stated = {"said": sentences.said, "lines": sorted(sentences.lines)}
        store.write(_path(manifest), json.dumps(stated, sort_keys=True).encode())


def forget(store: Store, manifest: Manifest) -> None:
    """It is done."""
    store.delete(_path(manifest))


def _parsed(data: bytes, path: str) -> Sentences:
    try:
        stated = json.loads(data)
        return Sentences(dict(stated["said"]), frozenset(stated["lines"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(path, f"it holds no words of a takedown: {error!r}") from error


def _path(manifest: Manifest) -> str:
    return f"{layout.staging_of(manifest.source)}/takedowns/{name_of(manifest.article_id)}.json"
