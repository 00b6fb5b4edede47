"""Versions within a day: of what was read, what is new. Across days see ``wirelake.lake.versions``."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from wirelake.records import Article

State = tuple[Any, ...]


def one_a_version(articles: Iterable[Article]) -> list[Article]:
    """Of each article the first of every run of equal versions, in the order in which they were seen.

    A, A, B, A are three; the raw_refs of the others of a run stay with its first. A version that comes with
    another status, such as a kill of the very version that stands, is no repetition.
    """
    ordered = sorted(articles, key=lambda one: (one.article_id, one.first_seen_at, one.version, one.raw_ref))
    return [_first_of(run) for _, run in groupby(ordered, key=_state)]


def _state(one: Article) -> State:
    return one.article_id, one.version, one.pub_status, one.embargoed_until, one.record_kind


def _first_of(run: Iterable[Article]) -> Article:
    first, *others = run
    refs = dict.fromkeys((*first.duplicate_refs, *(one.raw_ref for one in others)))
    refs.pop(first.raw_ref, None)
    return replace(first, duplicate_refs=tuple(refs))
