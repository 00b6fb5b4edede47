"""The language of an article: the tags that its wire states, and what its text says."""

from wirelake.language.settling import detect, settle_language
from wirelake.language.tags import canonical_tag

__all__ = ["canonical_tag", "detect", "settle_language"]
