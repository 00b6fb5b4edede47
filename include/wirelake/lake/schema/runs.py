"""The columns of runs/."""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, TEXTS, Column, column, rows_of

RUN_COLUMNS: tuple[Column, ...] = (
    column("run_id", pa.string(), "the run's id: start time and a random part", "!"),
    column(
        "mode",
        pa.string(),
        "run or poll (capture and build), replay (build alone), import (out of an archive), takedown, "
        "restore or release",
        "!",
    ),
    column("status", pa.string(), "success, skipped, failed", "!"),
    column(
        "failure",
        pa.string(),
        "of a failed run, what failed: source (its YAML), network, access (refused), robots, rights, format, "
        "gate, lake, unexpected",
    ),
    column("started_at", INSTANT, "when the batch began", "!"),
    column("ended_at", INSTANT, "when the batch ended", "!"),
    column("seconds", pa.map_(pa.string(), pa.float32()), "seconds by stage"),
    column("listed", pa.int32(), "links, and dropped files, that the source's lists held"),
    column("matched", pa.int32(), "of those what the YAML's selectors and patterns let through"),
    column("of_day", pa.int32(), "of those what is of the capture day"),
    column("known", pa.int32(), "links that raw/ held already, as they stand"),
    column("asked", pa.int32(), "links that were asked for, re-checks among them"),
    column("received", pa.int32(), "of those that answered with a document"),
    column("captured", pa.int32(), "exchanges that stand in raw/ for the batch", "!"),
    column(
        "articles", pa.int32(), "versions of articles in history/ of this batch, without control records", "!"
    ),
    column("media", pa.int32(), "versions of pictures, graphics, films and sounds in history/ of this batch"),
    column("packages", pa.int32(), "versions of packages in history/ of this batch"),
    column("rejected", pa.int32(), "rows in rejected/ of this batch", "!"),
    column("duplicates", pa.int32(), "exchanges that repeated another", "!"),
    column("rejected_by_reason", pa.map_(pa.string(), pa.int32()), "rejections by first reason"),
    column("warnings_by_flag", pa.map_(pa.string(), pa.int32()), "articles by warning"),
    column("failures_by_class", pa.map_(pa.string(), pa.int32()), "exchanges of raw/ that failed, by class"),
    column(
        "review",
        TEXTS,
        "kill advisories that name no known article, writethrus in doubt, how many articles are held",
    ),
    column("obeyed", TEXTS, "kills, embargoes and corrections that were obeyed although the gate was closed"),
    column("gaps", TEXTS, "what may be missing: feeds that rolled over, pages that list links and failed"),
    column(
        "passed_over",
        rows_of(name=pa.string(), reason=pa.string()),
        "dropped files and parts of mail that are no item: binaries, checksums, indexes; unfinished ones",
    ),
    column("added", pa.int32(), "rows that are new in articles/", "!"),
    column("changed", pa.int32(), "rows of articles/ that changed", "!"),
    column("removed", pa.int32(), "rows that left articles/", "!"),
    column("published_dates", pa.list_(pa.date32()), "published dates of articles/ that were rewritten", "!"),
    column("summary", pa.string(), "the same in one line", "!"),
    column("wirelake_version", pa.string(), "version of wirelake", "!"),
    column("ruleset_version", pa.string(), "hash of the cleaning rules and the source's facts", "!"),
    column("raw_version", pa.string(), "hash of the captures that it was built from"),
)
