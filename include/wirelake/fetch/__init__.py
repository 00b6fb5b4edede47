"""Fetches links as RawArticles: by HTTP, from a drop folder or an inbox.

The only importer of requests and urllib3.
"""

from wirelake.fetch.credentials import Credentials, Secrets
from wirelake.fetch.drop import MAX_DROPPED_BYTES, read_dropped
from wirelake.fetch.failures import FAILURES, GONE_FOR_GOOD, is_passing, kind_of
from wirelake.fetch.http import Fetcher
from wirelake.fetch.inbox import Place, open_inbox
from wirelake.fetch.oauth2 import credentials_of
from wirelake.fetch.pacing.lanes import fetch_all
from wirelake.fetch.quota import Quota

__all__ = [
    "FAILURES",
    "GONE_FOR_GOOD",
    "MAX_DROPPED_BYTES",
    "Credentials",
    "Fetcher",
    "Place",
    "Quota",
    "Secrets",
    "credentials_of",
    "fetch_all",
    "is_passing",
    "kind_of",
    "open_inbox",
    "read_dropped",
]
