"""What falls due by the clock alone: an embargo ends, an article expires, withdrawn bytes are to be erased.

A build does all of that for its own source. Of a wire that brings nothing for days, or that was switched off,
nobody would; and an embargo that ends at noon would wait for the night's run.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.lake.decisions.manifests import Manifest
from wirelake.obligations.carrying_out import begin, finish, undone
from wirelake.obligations.decided import present, put_on_record
from wirelake.obligations.restoring import resume
from wirelake.storage import Store
from wirelake.write import Changes, acknowledge, write_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenDue:
    """What was done for a source: the changes of articles/, and the takedowns that went a step further."""

    source: str
    changes: Changes
    manifests: tuple[Manifest, ...]

    def __str__(self) -> str:
        """In words, ``""`` where nothing was due."""
        return "; ".join((*_moved(self.changes), *map(_step, self.manifests)))


def carry_out(source: str, *, store: Store | None = None, clock: Clock = utc_now) -> FallenDue:
    """Do what is due for this source by now, as a build of it would. Nothing due writes nothing.

    Raises:
        ConfigError: no such source, or its YAML is wrong.
        ConflictError: other writers were faster, many times over.
    """
    store = store or lake()
    batch = present(source, clock)
    resume(store, source, clock)
    left = undone(store, source)
    begin(store, source, left, clock())
    changes = write_articles(store, batch, clock())
    if told := "; ".join(_moved(changes)):
        put_on_record(store, batch, "release", changes, f"fell due: {told}", clock)
    else:
        acknowledge(store, changes)
    manifests = finish(store, source, {event.article_id for event in left}, clock)
    return FallenDue(source=source, changes=changes, manifests=tuple(manifests))


def _moved(changes: Changes) -> Iterator[str]:
    for name in ("added", "changed", "removed"):
        if count := getattr(changes, name):
            yield f"{count} {name}"


def _step(manifest: Manifest) -> str:
    return f"{manifest.article_id} {'erased' if manifest.erased_at else 'withdrawn'}"
