"""What an operator must state: which article is meant, and why."""

import re

from wirelake import config
from wirelake.errors import ConfigError

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def checked_source(article_id: str) -> str:
    """The source that the id names.

    Raises:
        ConfigError: no id of an article, or of no source that is known.
    """
    return config.load_named(named_source(article_id)).name


def named_source(article_id: str) -> str:
    """The source that the id names, known or not.

    Raises:
        ConfigError: no id of an article.
    """
    source, _, rest = article_id.partition(":")
    if not config.NAME.fullmatch(source) or not ID.fullmatch(rest):
        raise ConfigError(f"no article's id: {article_id!r}; write it as menafn:1110448168")
    return source


def checked_reason(reason: str, of: str) -> str:
    """The reason in one line.

    Raises:
        ConfigError: there is none, or what cannot be written down.
    """
    line = " ".join(reason.split())
    if not line:
        raise ConfigError(f"{of} needs its reason: --reason TEXT")
    if line != line.encode("utf-8", "replace").decode():
        raise ConfigError(f"--reason {line!r} is no text in UTF-8")
    return line
