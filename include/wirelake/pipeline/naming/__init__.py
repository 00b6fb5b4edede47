"""Which id each article of a batch goes by: that of its payload, unless others say otherwise.

Pages of a batch that name one canonical address and are different articles go by their fetched addresses. An
article that the lake holds under the id of an earlier rule keeps it. All that other days say stands in one
object of the source (``wirelake.lake.aliases``): history/ is read only where the rules have changed, or where
an address turns out to be shared, or an id to change, that did not before.
"""

import pyarrow as pa

from wirelake.config import SourceConfig
from wirelake.lake.aliases import learn, read_aliases
from wirelake.obligations.names.carried import carry
from wirelake.obligations.names.known import goes_by
from wirelake.pipeline.naming.earlier import met_before
from wirelake.pipeline.naming.given import bound, changed, read_now, rows_of
from wirelake.pipeline.naming.meeting import meeting
from wirelake.pipeline.naming.rules import naming_rules
from wirelake.records import Article, with_changes
from wirelake.storage import Store


def named(store: Store, source: SourceConfig, articles: list[Article], stood: pa.Table) -> list[Article]:
    """The articles, which bear the ids of their payloads, under those that they go by.

    ``stood`` are the batch's rows of history/ so far. What of this is new is put on record first, with the
    decisions that were taken under an alias.
    """
    known, rules = read_aliases(store, source.name), naming_rules(source)
    articles, met = meeting(articles, source)
    shared = dict.fromkeys(sorted(met), "") | known.shared
    now = read_now(stood, articles)
    news = changed(now, stood, source, known, shared) | (met - known.shared.keys())
    if news or known.named_by != rules:
        rows = rows_of(store, source.name, news if known.named_by == rules else None)
        if known.named_by != rules:
            met |= met_before(store, source, rows)
        new = bound(rows, source, known, met, now)
        fresh = {alias: id_ for alias, id_ in new.given.items() if alias not in known.given}
        carry(store, source.name, fresh)
        known = learn(store, source.name, new, named_by=rules if rows.is_whole else "")
    ids = [goes_by(one.article_id, one, source, known) for one in articles]
    if parted := known.merged.keys() & set(ids):
        learn(store, source.name, known, named_by=known.named_by, parted=parted)
    pairs = zip(articles, ids, strict=True)
    return [one if one.article_id == id_ else with_changes(one, article_id=id_) for one, id_ in pairs]
