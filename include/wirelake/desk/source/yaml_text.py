"""A source's YAML as it stands in its file, for people to read; what looks like a credential never."""

import re
from pathlib import Path

from wirelake.config.learned import MAX_YAML_BYTES
from wirelake.legible import legible

HIDDEN = "•••"
# A right YAML holds the ids of connections alone. A file that `wirelake check` refuses may hold anything.
SECRET = re.compile(
    r"(?im)^(?P<key>[ \t#-]*[\"']?[\w.-]*(?:passw|secret|token|api[_-]?key|credential|cookie|authorization)"
    r"[\w.-]*[\"']?[ \t]*:[ \t]*)(?P<value>\S.*)$"
)
USER = re.compile(r"(?<=://)[^\s/@\"']+@")
IN_QUERY = re.compile(r"(?i)(?<=[?&])([\w-]*(?:key|token|secret|passw\w*|sig\w*)=)[^\s&#\"']+")


def yaml_text(path: Path) -> str:
    """The file with its comments.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_YAML_BYTES + 1)
    return hidden(legible(data[:MAX_YAML_BYTES].decode("utf-8", "replace")))


def hidden(text: str) -> str:
    """The text without values that look like credentials."""
    text = SECRET.sub(lambda found: f"{found['key']}{HIDDEN}", text)
    text = USER.sub(f"{HIDDEN}@", text)
    return IN_QUERY.sub(lambda found: f"{found[1]}{HIDDEN}", text)
