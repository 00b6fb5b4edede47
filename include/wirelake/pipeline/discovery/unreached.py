"""Whether a day was looked at: by what its lists answered."""

from collections.abc import Mapping

from wirelake.batches.passing import in_words, rows_of
from wirelake.config import Batch, SourceConfig
from wirelake.discover import Discovered
from wirelake.discover.listings import mistakes, totals
from wirelake.errors import AccessError, ConfigError, FetchError
from wirelake.fetch import GONE_FOR_GOOD, kind_of
from wirelake.lake import layout, whereabouts
from wirelake.lake.exchanges import Sight
from wirelake.storage import Store

NOT_THERE = frozenset({"http_404"})  # a dated page of a day without articles
Unreached = AccessError | ConfigError | FetchError


def unreached(
    store: Store, batch: Batch, source: SourceConfig, found: Discovered, sights: Mapping[str, Sight]
) -> Unreached | None:
    """Why the day is not known to be empty: its lists failed, or the source's YAML cannot be right.

    Every page that lists links failed and no file was dropped; or each list that was read, or is not there,
    shows a mistake in the YAML. None where the day was looked at.
    """
    if wrong := mistakes_of(store, source, found, sights):
        return ConfigError("; ".join(wrong))
    failures = {one.failure for one in found.exchanges}
    if not failures or None in failures or found.files or failures <= NOT_THERE:
        return None
    what = f"{batch}: {'; '.join(found.lost)}"
    kinds = {kind_of(one) for one in failures if one}
    error = AccessError if failures <= GONE_FOR_GOOD else FetchError
    return error(what, failure=kinds.pop() if len(kinds) == 1 else "")


def mistakes_of(
    store: Store, source: SourceConfig, found: Discovered, sights: Mapping[str, Sight]
) -> list[str]:
    """What of the source's YAML cannot be right; a source that ever brought an article is no new one."""
    if found.links or found.files or not mistakes(source, found.listings, is_new=True):
        return []
    is_known = any(sight.is_article for sight in sights.values()) or bool(
        whereabouts.listed(store, layout.HISTORY, source.name)
    )
    return mistakes(source, found.listings, is_new=not is_known)


def left_out_by(links: Mapping[str, int]) -> list[str]:
    """How many links each rule left out, for people: ``12 left out by drop.path '/sport/'``."""
    return [f"{count} left out by {rule}" for rule, count in links.items()]


def in_sum(found: Discovered, known: int) -> str:
    """What was found, for people: ``12 links listed, 9 match, 5 of this day, 5 known already``."""
    counts = totals(found.listings)
    parts = [f"{counts['listed']} links and files listed", f"{counts['matched']} match"]
    parts += [f"{counts['of_day']} of this day"]
    parts += [f"{known} known already"] if known else []
    parts += left_out_by(found.left_out)
    parts += [told] if (told := in_words(rows_of(found.passed_over))) else []
    return ", ".join(parts)
