"""Builds by a wirelake of other days, and what diff says of them, while the lake is watched."""

from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from tests.wirelake.diff import older
from tests.wirelake.diff.older import Plan
from tests.wirelake.quay import contents, frozen

from wirelake import diff, pipeline
from wirelake.bounded import extracting
from wirelake.config import Batch, Run
from wirelake.diff import BatchDifference
from wirelake.diff.difference import Difference
from wirelake.errors import QualityError
from wirelake.pipeline import extraction, naming
from wirelake.storage import LocalStore, Store, open_store


def everything(store: Store) -> dict[str, bytes | None]:
    """Path → bytes of all that the lake holds; of a local one also folders and what no reader looks into."""
    if isinstance(store, LocalStore):
        found = store.root.rglob("*")
        return {str(one): one.read_bytes() if one.is_file() else None for one in found}
    bucket, _, prefix = store.uri.rpartition("/")
    return dict(contents(open_store(bucket), prefix))


def build(store: Store, *batches: Batch, plan: Plan | None = None) -> None:
    """Replay the batches by a wirelake of other days; a gate may close."""
    with pytest.MonkeyPatch.context() as patch:
        _be_older(patch, plan)
        for batch in batches:
            with suppress(QualityError):
                pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=frozen())


def _be_older(patch: pytest.MonkeyPatch, plan: Plan | None) -> None:
    """Read pages as the plan says; what is kept of a reading goes by who read it."""
    if plan:
        patch.setattr(extracting, "read", partial(older.read, plan))
        patch.setattr(naming, "naming_rules", lambda _: str(sorted(plan.items())))
        patch.setattr(extraction, "build_version", lambda _: str(sorted(plan.items())))


def rehearsed(
    store: Store, *batches: Batch, plan: Plan | None = None, **options: Any
) -> tuple[list[BatchDifference], Difference]:
    """What diff finds, and that the lake stands as it stood."""
    stood = everything(store)
    with pytest.MonkeyPatch.context() as patch, diff.beside(store) as overlay:
        _be_older(patch, plan)
        options = {"limit": None, **options}
        days = [diff.diff_batch(batch, overlay, clock=frozen(), **options) for batch in batches]
        shown = {name: options[name] for name in ("limit", "column") if name in options}
        articles = diff.diff_articles(batches[0].source, overlay, **shown)
    assert everything(store) == stood
    return days, articles
