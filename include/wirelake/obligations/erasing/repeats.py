"""Who else says what a taken-down article says: other articles, and what was learned from it."""

from datetime import date, timedelta
from typing import Any

from wirelake import config
from wirelake.config import SourceConfig
from wirelake.errors import ConfigError
from wirelake.lake.decisions.manifests import Copy, Manifest
from wirelake.lake.reading import picked, read_days
from wirelake.obligations.erasing.killed_text import SAID, KilledText, refs_of
from wirelake.sentences import Runs, letters, views
from wirelake.storage import Store

Row = dict[str, Any]
AROUND = timedelta(days=3)  # published days in which copies are looked for
COPIED = 2  # sentences that make a copy, or all of them


def copies(store: Store, texts: list[tuple[Manifest, KilledText]]) -> dict[str, list[Copy]]:
    """By article the others, of any source, that say much of its text too; nothing is done to them."""

    dated = {one.article_id: _published(one) for one, text in texts if text.sentences}
    wanted = {one.article_id: text.sentences for one, text in texts if dated.get(one.article_id)}
    found: dict[str, list[Copy]] = {id_: [] for id_ in wanted}
    if not wanted:
        return found
    index = Runs((run, id_) for id_, sentences in wanted.items() for run in sentences.said)
    first, last = min(min(dated[id_]) for id_ in wanted), max(max(dated[id_]) for id_ in wanted)
    columns = picked("articles", ["published_date", *SAID])
    for part in read_days(store, "articles", first - AROUND, last + AROUND, wanted=columns).to_batches():
        for row in part.to_pylist():
            text = "\n".join(filter(None, (row["headline"], row["description"], row["body_text"])))
            for id_ in sorted({one for view in views(text) for one in index.found_in(letters(view))}):
                near = min(dated[id_]) - AROUND <= row["published_date"] <= max(dated[id_]) + AROUND
                said, whole = wanted[id_].found_in(text) if near else [], len(wanted[id_].said)
                if row["article_id"] != id_ and len(said) >= min(COPIED, whole):
                    found[id_].append(_copy(row, len(said), whole))
    return found


def _copy(row: Row, said: int, whole: int) -> Copy:
    return Copy(article_id=row["article_id"], raw_ref=row["raw_ref"], sentences=said, of=whole)


def _published(manifest: Manifest) -> list[date]:
    return [sight.published_date for sight in manifest.sights if sight.published_date]


def unlearn(source: SourceConfig, texts: list[tuple[Manifest, KilledText]]) -> list[str]:
    """Take what quotes the texts out of the learned file, examples and shapes; returns what could not be."""

    if not source.learned:
        return []
    refs = {ref for one, _ in texts for ref in refs_of(one.sights)}
    known = [text.sentences for _, text in texts]

    def is_quote(text: str) -> bool:
        return any(sentences.found_in(text) for sentences in known)

    kept = []
    for one in source.learned:
        if is_quote(one.shape):
            continue
        examples = [e for e in one.examples if e.raw_ref not in refs and not is_quote(e.text)]
        kept.append(one.model_copy(update={"examples": tuple(examples)}))
    if list(source.learned) == kept:
        return []
    learned = config.LearnedFile(furniture=tuple(kept), layouts=source.layouts)
    try:
        config.replace_learned(source.name, config.learned_path(config.source_files()[source.name]), learned)
    except ConfigError as error:
        return [f"learned examples quote the text: {error}"]
    return []
