"""Link → RawArticle, over HTTP or from a drop folder. The only importer of requests and urllib3."""

from wirelake.fetch.drop import MAX_DROPPED_BYTES, read_dropped
from wirelake.fetch.http import Fetcher

__all__ = ["MAX_DROPPED_BYTES", "Fetcher", "read_dropped"]
