"""Reading WARC and ARC files, ours and others', whatever became of them: ``records`` and ``record_at``.

Neither raises for what a file holds: damage is a word on the record, and reading goes on behind it.
"""

from wirelake.warc.reading import Record, record_at, records

__all__ = ["Record", "record_at", "records"]
