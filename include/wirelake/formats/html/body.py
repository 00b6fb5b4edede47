"""The text of a page's article, by trafilatura. Its only importer beside ``authors``."""

import unicodedata
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import use_config


def body(tree: Any) -> str:
    """The text, a line a paragraph, NFC. Changes the tree."""
    document: Any = bare_extraction(
        tree, with_metadata=False, include_comments=False, config=_settings(), date_extraction_params={}
    )
    text = unicodedata.normalize("NFC", document.text) if document and document.text else ""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1)
def _settings() -> Any:
    settings = use_config()
    # Short wire flashes are articles: the expectations judge length, not the extractor.
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")
    return settings


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """trafilatura's."""
    return version("trafilatura")
