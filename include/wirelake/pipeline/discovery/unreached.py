"""Whether a day was looked at: by what its lists answered, and of which kind a failure is."""

from collections.abc import Mapping

from wirelake.batches.passing import in_words, rows_of
from wirelake.config import Batch, SourceConfig
from wirelake.discover import Discovered
from wirelake.discover.listings import mistakes, totals
from wirelake.errors import AccessError, ConfigError, FetchError, WirelakeError
from wirelake.fetch import GONE_FOR_GOOD
from wirelake.lake.exchanges import Sight

NOT_THERE = frozenset({"http_404"})  # a dated page of a day without articles
ROBOTS = frozenset({"blocked_by_robots"})  # robots_unreachable is the network's
RIGHTS = frozenset({"rights_reserved"})
Unreached = AccessError | ConfigError | FetchError


def unreached(
    batch: Batch, source: SourceConfig, found: Discovered, sights: Mapping[str, Sight]
) -> Unreached | None:
    """Why the day is not known to be empty: its lists failed, or the source's YAML cannot be right.

    Every page that lists links failed and no file was dropped; or each list that was read, or is not there,
    shows a mistake in the YAML. None where the day was looked at.
    """
    is_new = not any(sight.is_article for sight in sights.values())
    if wrong := mistakes(source, found.listings, is_new=is_new):
        return ConfigError("; ".join(wrong))
    failures = {one.failure for one in found.exchanges}
    if not failures or None in failures or found.files or failures <= NOT_THERE:
        return None
    what = f"{batch}: {'; '.join(found.lost)}"
    return AccessError(what) if failures <= GONE_FOR_GOOD else FetchError(what)


def failure_of(error: WirelakeError, found: Discovered) -> str:
    """The kind of a run's failure, as ``runs.failure`` has it: source, robots, rights, access or network."""
    failures = {one.failure for one in found.exchanges}
    if isinstance(error, ConfigError):
        return "source"
    if failures <= ROBOTS:
        return "robots"
    if failures <= RIGHTS:
        return "rights"
    return "access" if isinstance(error, AccessError) else "network"


def in_sum(found: Discovered, known: int) -> str:
    """What was found, for people: ``12 links listed, 9 match, 5 of this day, 5 known already``."""
    counts = totals(found.listings)
    parts = [f"{counts['listed']} links and files listed", f"{counts['matched']} match"]
    parts += [f"{counts['of_day']} of this day"]
    parts += [f"{known} known already"] if known else []
    parts += [told] if (told := in_words(rows_of(found.passed_over))) else []
    return ", ".join(parts)
