"""Learn a source's layouts from the pages that raw/ holds of it."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from wirelake import archive
from wirelake.batches.lakes import Progress
from wirelake.bounded.pool import bounded
from wirelake.bounded.sighting import sighted, tried
from wirelake.config import Batch, LearnedLayout, SourceConfig
from wirelake.errors import ParseError
from wirelake.extract import PAGE
from wirelake.formats import sniff
from wirelake.formats.html.layout import Sight
from wirelake.learn.layouts import Judgement, Seen, Trial, judged, templates
from wirelake.payloads import payload
from wirelake.payloads.mail import is_mail
from wirelake.records import RawArticle
from wirelake.storage import Store

MAX_PAGES = 400  # that are looked at, of all days about as many


def learn_layouts(
    store: Store, source: SourceConfig, batches: list[Batch], *, min_pages: int, progress: Progress
) -> list[Judgement]:
    """The layouts that the pages of these days have, each with what speaks against it; writes nothing.

    Two passes over at most ``MAX_PAGES`` pages: the first finds templates, the second reads the pages by
    them and in full.
    """
    plain = source.model_copy(update={"layouts": ()})
    seen = [
        Seen(sight=found, captured=batch.day)
        for batch, found in _each(
            store, batches, partial(sighted, plain), partial(progress, "layouts 1 of 2")
        )
        if isinstance(found, Sight)
    ]
    layouts = templates(seen, min_pages=min_pages)
    if not layouts:
        return []
    trial = source.model_copy(update={"layouts": tuple(layouts)})
    trials = (
        Trial(captured=batch.day, layout=found[0], differs=found[1])
        for batch, found in _each(store, batches, partial(tried, trial), partial(progress, "layouts 2 of 2"))
        if not isinstance(found, ParseError)
    )
    return judged(layouts, trials)


def proposed(judgements: list[Judgement], known: tuple[LearnedLayout, ...]) -> list[LearnedLayout]:
    """Those that nothing speaks against, without those that a person refused."""
    refused = {one.key for one in known if one.refused}
    return [one.layout for one in judgements if not one.against and one.layout.key not in refused]


def state_of(layout: LearnedLayout, known: tuple[LearnedLayout, ...]) -> str:
    """new, known, changed or refused."""
    entry = next((one for one in known if one.key == layout.key), None)
    if entry is None:
        return "new"
    if entry.refused:
        return "refused"
    return "known" if _applied(entry) == _applied(layout) else "changed"


def _applied(layout: LearnedLayout) -> dict[str, Any]:
    return layout.model_dump()  # without its evidence


def _each(
    store: Store,
    batches: list[Batch],
    look: Callable[[RawArticle], Any],
    progress: Callable[[int, int], None],
) -> Iterator[tuple[Batch, Any]]:
    """What comes of looking at some pages of each day."""
    share = max(1, MAX_PAGES // len(batches))
    with bounded() as pool:
        for done, batch in enumerate(batches[-MAX_PAGES:], start=1):
            pages = list(islice(filter(_is_page, archive.read_batch(store, batch)), share))
            for found in pool.map(look, pages):
                yield batch, found
            progress(done, len(batches))


def _is_page(raw: RawArticle) -> bool:
    try:
        return raw.failure is None and not is_mail(raw) and sniff(payload(raw)) == PAGE
    except ParseError:
        return False
