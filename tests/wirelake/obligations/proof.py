"""Whether a takedown has left nothing: by a search of the test's own, and by what verify says."""

from pathlib import Path

from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import KILLED, WORDS

from wirelake import obligations
from wirelake.lake.decisions.manifests import Manifest
from wirelake.storage import Store


def manifest(store: Store, article_id: str = KILLED) -> Manifest:
    """What is written down of the takedown."""
    return next(one for one in obligations.manifests("quay", store=store) if one.article_id == article_id)


def assert_gone(store: Store, *folders: Path) -> None:
    """Number 2 is nowhere, and verify says so."""
    assert holding(store, *WORDS, folders=folders) == []
    found = obligations.verify(manifest(store), store=store)
    assert (found.left, found.copies, found.is_proven) == ([], [], True)
