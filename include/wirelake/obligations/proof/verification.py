"""Proof of a takedown: everything that the lake holds of the source is decoded and searched for the text.

The text itself is kept nowhere; the manifest's prints are what its sentences are known by.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

from wirelake import config
from wirelake.archive import check_raw
from wirelake.batches.lakes import Progress, lake, no_progress
from wirelake.errors import DamagedError
from wirelake.lake.aside import FOLDER
from wirelake.lake.decisions.events import Cause, Event, read_events
from wirelake.lake.decisions.manifests import Manifest, read_manifests
from wirelake.obligations.places import batches_in_raw
from wirelake.obligations.proof import on_this_host
from wirelake.obligations.proof.exported import exported
from wirelake.obligations.proof.searching import SEARCHES, Found
from wirelake.obligations.proof.sieve import Sieve
from wirelake.sentences import Prints
from wirelake.storage import Store

AT_ONCE = 300_000  # characters that are searched in one step


@dataclass(kw_only=True)
class Verification:
    """What was searched, and where a sentence of the text stands: in what is the article's or nobody's
    (``left``), or in other articles (``copies``), which no takedown touches. ``unread`` is what is damaged:
    nobody knows what it says, so nothing is proven."""

    manifest: Manifest
    is_foretold: bool = False  # said to be of an article that nobody had seen
    left: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    searched: dict[str, int] = field(default_factory=dict)
    unreached: list[str] = field(default_factory=list)  # what was not searched to its end, and why

    @property
    def is_proven(self) -> bool:
        """It is finished, there was something to look for, all was read, and nothing was found."""
        looked = bool(self.manifest.prints) or self.is_foretold
        return self.manifest.done_at is not None and looked and not self.left and not self.unread

    def note(self, where: str, whose: Collection[str]) -> None:
        """Some of the text stands there, in what is of these articles or records; of nobody's where none."""
        own = {self.manifest.article_id, *_refs(self.manifest)}
        (self.copies if whose and own.isdisjoint(whose) else self.left).append(where)


def manifests(source: str, *, store: Store | None = None) -> list[Manifest]:
    """The source's takedowns, by article_id."""
    return [one for _, one in sorted(read_manifests(store or lake(), source).items())]


def verify(
    manifest: Manifest, *, store: Store | None = None, progress: Progress = no_progress
) -> Verification:
    """The proof of one takedown."""
    (found,) = verify_all([manifest], store=store, progress=progress)
    return found


def verify_all(
    manifests: Sequence[Manifest], *, store: Store | None = None, progress: Progress = no_progress
) -> list[Verification]:
    """The proofs of takedowns of one source, in one pass over all that the lake holds of it.

    That is raw/, the tables, what stands between tasks, is kept to save time or set aside, drop folders, the
    learned file, and what lies beside the lake on this host.
    """
    store = store or lake()
    (name,) = {one.source for one in manifests}
    source = config.load_named(name)
    kills = read_events(store, name).kills
    proofs = [_begun(one, kills.get(one.article_id, ())) for one in manifests]
    by_print = defaultdict(list)
    for proof in proofs:
        for one in proof.manifest.prints:
            by_print[one].append(proof)
    look, sieve = Prints.kept(by_print).look(), Sieve(by_print)
    searched: Counter[str] = Counter()
    unread: list[str] = []
    for done, part in enumerate(SEARCHES, start=1):
        try:
            for _, where, text, whose in _sifted(part(store, source, manifests), sieve, searched):
                found = {id(proof): proof for one in look.found_in(text) for proof in by_print[one]}
                for proof in found.values():
                    proof.note(where, whose)
        except DamagedError as error:
            unread.append(str(error))
        progress("verify", done, len(SEARCHES))
    unread += _unread(store, name)
    unreached, exports = on_this_host.unreached(store), exported(store, [one.article_id for one in manifests])
    for proof in proofs:
        proof.searched, proof.unread = dict(searched), list(unread)
        proof.unreached += [*unreached, *exports[proof.manifest.article_id]]
    return proofs


def _sifted(texts: Found, sieve: Sieve, searched: Counter[str]) -> Found:
    """Those that may hold a print; all are counted by kind."""
    for some in _some(texts):
        searched.update(kind for kind, *_ in some)
        yield from compress(some, sieve.lets_through([text for _, _, text, _ in some]))


def _some(texts: Found) -> Iterator[list[tuple[str, str, str, Collection[str]]]]:
    """So many at once as come to AT_ONCE characters, or a longer one alone."""
    some, size = [], 0
    for one in texts:
        some.append(one)
        size += len(one[2])
        if size >= AT_ONCE:
            yield some
            some, size = [], 0
    yield some


def _begun(manifest: Manifest, kills: Iterable[Event]) -> Verification:
    # A wire may cancel what it never sent.
    is_foretold = any(one.in_advance or one.cause is Cause.CANCELED for one in kills)
    return Verification(manifest=manifest, is_foretold=is_foretold)


def _refs(manifest: Manifest) -> Iterator[str]:
    return (ref for sight in manifest.sights for ref in (sight.raw_ref, *sight.duplicate_refs))


def _unread(store: Store, source: str) -> list[str]:
    """What of raw/ is damaged, and what was set aside as such."""
    faults = (fault for batch in batches_in_raw(store, source) for fault in check_raw(store, batch))
    aside = (one.path for one in store.objects(FOLDER) if not one.path.startswith(f"{FOLDER}/raw/"))
    return [
        *(f"{fault.path}: {fault.what}" for fault in faults),
        *(f"{path}: was set aside as damaged; delete it" for path in aside),
    ]
