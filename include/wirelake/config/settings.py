"""The settings of a checkout, in one file: which lake, which sources. ``make up`` and every command read it.

``wirelake.toml`` stands in the folder where one works, or in one above it. Whatever the environment sets
counts before it, and where the two differ the command says so. Airflow's tasks have their environment from
``make up``; ``wirelake.read`` takes the environment alone. No secret stands in it.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field, ValidationError

from wirelake.config.complaints import complaints
from wirelake.config.fields import Facts, Text
from wirelake.errors import ConfigError

FILE = "wirelake.toml"
STATE = ".wirelake"  # what `make up` keeps
NAMED_BY = "WIRELAKE_SETTINGS"  # another file; empty: none
LAKE, SOURCES, CONTACT = "WIRELAKE_LAKE", "WIRELAKE_SOURCES", "WIRELAKE_CONTACT"
SHIPPED = Path(__file__).parent.parent / "sources"
MAY_STAND = re.compile(r"AWS_[A-Z0-9_]+|WIRELAKE_SPOOL")
SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|ACCESS_KEY")
MAX_BYTES = 100_000


def _no_secret(name: str) -> str:
    if SECRET.search(name):
        raise ValueError("a secret does not stand here: set it in the environment, or keep it in ~/.aws")
    if not MAY_STAND.fullmatch(name):
        raise ValueError("only AWS_* and WIRELAKE_SPOOL may stand here")
    return name


Variable = Annotated[str, AfterValidator(_no_secret)]  # its name, so that no complaint quotes its value


class Settings(Facts):
    """What the file holds. Paths are relative to its folder."""

    lake: Text = Field(default="lake", description="a folder, or s3://bucket/prefix")
    sources: tuple[Text, ...] = Field(
        default=(), description="folders of YAML, before what ships with wirelake"
    )
    contact: Text | None = Field(default=None, description="for `wirelake new`: in each request's User-Agent")
    environment: dict[Variable, str] = Field(
        default={}, description="AWS_* that are no secrets; WIRELAKE_SPOOL"
    )

    def variables(self, folder: Path) -> dict[str, str]:
        """The environment that they mean; ``folder`` is that of the file."""
        lake = self.lake if "://" in self.lake else str(folder / self.lake)
        found = {**self.environment, LAKE: lake}
        if self.sources:
            folders = [*(folder / one for one in self.sources), SHIPPED]
            found[SOURCES] = os.pathsep.join(dict.fromkeys(map(str, folders)))
        return found | ({CONTACT: self.contact} if self.contact else {})


class Applied(NamedTuple):
    """The file that was read, if one was, and in words what the environment says otherwise."""

    path: Path | None
    differs: tuple[str, ...]


def settings_file(environment: Mapping[str, str] = os.environ, start: Path | None = None) -> Path | None:
    """The file that holds here: the one that is named, else that of this folder or of the next one above."""
    if (named := environment.get(NAMED_BY)) is not None:
        return Path(named).absolute() if named else None
    here = (start or Path.cwd()).absolute()
    return next((one / FILE for one in (here, *here.parents) if (one / FILE).is_file()), None)


def stack_state() -> tuple[Path, bool]:
    """Where ``make up`` keeps its stack, beside these settings, and whether it ever ran there."""
    settings = settings_file()
    state = (settings.parent if settings else Path.cwd()) / STATE
    return state, (state / "settings.json").exists()


def read_settings(path: Path) -> Settings:
    """The settings in the file.

    Raises:
        ConfigError: naming the file, the line or the field, and the cure.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ConfigError(f"{path}: larger than {MAX_BYTES} bytes: are these settings?")
        return Settings.model_validate(tomllib.loads(data.decode("utf-8")))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise ConfigError("\n".join(complaints(path, error, Settings))) from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError names the line
        raise ConfigError(f"{path}: not TOML: {error}") from error


def apply_settings(environment: MutableMapping[str, str] = os.environ, start: Path | None = None) -> Applied:
    """Set in ``environment`` what the file says and nothing there says otherwise.

    Raises:
        ConfigError: the file is wrong.
    """
    path = settings_file(environment, start)
    if path is None:
        return Applied(None, ())
    differs = []
    for name, value in read_settings(path).variables(path.parent).items():
        own = environment.get(name) or None
        if own is None:
            environment[name] = value
        elif _meant(name, own) != value:
            differs.append(f"{name} is {own}, by the environment, which counts; {path} says {value}")
    return Applied(path, tuple(differs))


def write_settings(path: Path, lake: str, sources: Sequence[Path], environment: Mapping[str, str]) -> bool:
    """Begin the file with what holds now; False where one is there, which is left as it is."""
    names = sorted(name for name in environment if MAY_STAND.fullmatch(name) and "://" in lake)
    kept = {name: environment[name] for name in names if not SECRET.search(name)}
    lines = [
        "# Settings of this checkout, for `make up` and every `wirelake` command in it; the environment",
        "# counts before them. Paths are relative to this file. docs/commands.md says more. No secrets here.",
        f"lake = {_quoted(lake, path.parent)}      # a folder, or s3://bucket/prefix",
        "# folders of sources' YAML; those that ship with wirelake come after them",
        f"sources = [{', '.join(_quoted(str(one), path.parent) for one in sources)}]",
        '# contact = "newsdesk@harbour.example"      # `wirelake new` says it to whom it asks',
        "[environment]      # AWS_* that are no secrets, and WIRELAKE_SPOOL",
        *(f"{name} = {json.dumps(value)}" for name, value in kept.items()),
        "",
    ]
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines))
    except FileExistsError:
        return False
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    return True


def _quoted(place: str, folder: Path) -> str:
    """As TOML's basic string, of which JSON's is one; a path below the folder relative to it."""
    if "://" not in place and Path(place).is_relative_to(folder):
        place = str(Path(place).relative_to(folder))
    return json.dumps(place, ensure_ascii=False)


def _meant(name: str, value: str) -> str:
    """Paths as they are from here on, so that one spelling of them is like another."""
    if name == LAKE and "://" not in value:
        return str(Path(value).absolute())
    if name == SOURCES:
        folders = [Path(one).absolute() for one in value.split(os.pathsep) if one]
        return os.pathsep.join(dict.fromkeys(map(str, [*folders, SHIPPED])))
    return value
