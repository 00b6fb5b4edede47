"""A file of a drop folder or an inbox that no capture holds: passed over, still to be read, or not there."""

from typing import Any

from wirelake.config import Batch, SourceConfig
from wirelake.inquiry.answers import Answer, Verdict
from wirelake.inquiry.captures import REJECTED
from wirelake.lake.exchanges import passed_over
from wirelake.lake.reading import picked, read_days
from wirelake.obligations.places import dropped
from wirelake.storage import Store


def of_file(store: Store, source: SourceConfig, batch: Batch, url: str) -> Answer:
    """The answer about ``drop:<source>/<day>/<file name>``, of which the day's indexes know nothing."""
    name = url.split("/", 2)[2]
    facts: dict[str, Any] = {"source": source.name, "url": url}
    if url in passed_over(store, batch):
        told = f"the file is no item ({_reason(store, batch, name)}), and was passed over"
        return Answer(verdict=Verdict.PASSED_OVER, told=told, capture_date=batch.day, **facts)
    run = f"wirelake run {source.name} {batch.day}"
    if any(path.endswith(f"/{name}") for path in dropped(store, source, batch.day)):
        told = "the file lies in the drop folder, and no capture has read it"
        return Answer(verdict=Verdict.LISTED, told=told, capture_date=batch.day, next=(run,), **facts)
    if source.inbox:
        told = f"raw/ holds no such file of that day; what lies in {source.inbox.url} tells the command below"
        look = f"wirelake discover {source.name} {batch.day}"
        return Answer(verdict=Verdict.NEVER_LISTED, told=told, next=(look,), **facts)
    told = f"no file of this name lies in the drop folder of {batch.day}, and raw/ holds none"
    return Answer(verdict=Verdict.NEVER_LISTED, told=told, **facts)


def ids_of_part(store: Store, batch: Batch, url: str) -> list[str]:
    """The articles of that part of a message of mail, whose address is below its message's."""
    wanted = picked("history", ["article_id", "alt_ids"])
    rows = read_days(store, "history", batch.day, batch.day, source=batch.source, wanted=wanted).to_pylist()
    mine = (row for row in rows if any(one["value"] == url for one in row["alt_ids"] or ()))
    return list(dict.fromkeys(row["article_id"] for row in mine))


def rejection_of_part(store: Store, batch: Batch, url: str) -> dict[str, Any] | None:
    """The newest rejection of that part; None where there is none."""
    wanted = picked("rejected", [*REJECTED])
    rows = read_days(store, "rejected", batch.day, batch.day, source=batch.source, wanted=wanted).to_pylist()
    mine = [row for row in rows if row["url"] == url]
    return max(mine, key=lambda row: row["rejected_at"], default=None)


def _reason(store: Store, batch: Batch, name: str) -> str:
    wanted = picked("runs", ["passed_over"])
    rows = read_days(store, "runs", batch.day, batch.day, source=batch.source, wanted=wanted).to_pylist()
    told = (one["reason"] for row in rows for one in row["passed_over"] or () if one["name"] == name)
    return next(told, "by its name or content")
