"""Units for systemd: the stack of one state folder, supervised by the machine instead of by ``make up``.

One target, a service a component, and a timer for ``wirelake alarms --notify``, which tells of a scheduler
that stands still. No unit waits for another: what comes up too early fails, and is started again. The units
hold no secret: those stand in the state folder's ``service.env``, mode 0600, written anew each time, and in
``local.env`` beside it, which is the operator's own and wins.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from wirelake_local import postgres
from wirelake_local.credentials import write_private
from wirelake_local.errors import StackError
from wirelake_local.processes import Daemon, module
from wirelake_local.stack import Stack

TARGET = "wirelake.target"
WRITTEN, OWN = "service.env", "local.env"
ALARMS, TIDY = "alarms", "tidy"
OPEN = 6  # exit code of `wirelake alarms` where alarms are open: the round itself was well
HARDENED = {
    "NoNewPrivileges": "yes",
    "LockPersonality": "yes",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    "SystemCallArchitectures": "native",
}
# These want a file system of their own, which a user's manager cannot always make.
SYSTEM_HARDENED = {
    "CapabilityBoundingSet": "",
    "ProtectSystem": "full",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
}
FOREVER = {"Type": "exec", "Restart": "always", "RestartSec": "5s"}
Section = Mapping[str, str | list[str]]


def user_folder() -> Path:
    """Where this user's own manager looks for units."""
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config, "systemd", "user")


def write_units(stack: Stack, folder: Path, *, system: bool = False) -> list[Path]:
    """Write the units of the stack into the folder, and the environment that they share into its state.

    With ``system`` they are for the machine's manager: each runs as the owner of the state folder, and is
    kept from more of the machine.

    Raises:
        StackError: the stack was never up, so that nobody knows its port and database; or root, whose
            database runs as another user, wants units of a user's manager.
    """
    if stack.postgres.user and not system:
        raise StackError(
            "root's database runs as another user, which only the machine's manager can do: "
            "make service SYSTEM=1 TO=/etc/systemd/system"
        )
    environment = stack.environment()
    found = _units(stack, system=system)
    write_private(stack.state / WRITTEN, _environment_file(environment))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in found]


def _units(stack: Stack, *, system: bool) -> dict[str, str]:
    who = {"User": stack.state.owner()} if system else {}
    common = {**who, **HARDENED, **(SYSTEM_HARDENED if system else {})}
    database = stack.database_daemon()
    units = {TARGET: _target(system=system), f"wirelake-{postgres.NAME}.service": _database(database, common)}
    for daemon in stack.daemons():
        units[f"wirelake-{daemon.name}.service"] = _component(stack, daemon, common)
    shared = _shared(stack, common)
    units[f"wirelake-{ALARMS}.service"] = _unit(
        "A round of wirelake's alarms, outside of Airflow's scheduler",
        Service={
            "Type": "oneshot",
            "ExecStart": quoted(module("wirelake", ALARMS, "--notify")),
            "SuccessExitStatus": str(OPEN),
            "TimeoutStartSec": "30min",
            **shared,
        },
    )
    units[f"wirelake-{TIDY}.service"] = _unit(
        "Old runs leave Airflow's database, and their logs",
        Service={
            "Type": "oneshot",
            "ExecStart": quoted(module("wirelake_local", "tidy", "--state", str(stack.state))),
            **shared,
            "WorkingDirectory": escaped(str(stack.state.parent)),
        },
    )
    for name, often, at in ((ALARMS, "Hourly", "*:53"), (TIDY, "Weekly", "Sun 03:17")):
        units[f"wirelake-{name}.timer"] = _unit(
            f"{often}: wirelake-{name}.service",
            part=True,
            Timer={"OnCalendar": at, "RandomizedDelaySec": "60", "Persistent": "yes"},
            Install={"WantedBy": TARGET},
        )
    return units


def _target(*, system: bool) -> str:
    wanted_by = "multi-user.target" if system else "default.target"
    return _unit("wirelake: Airflow and its database", Install={"WantedBy": wanted_by})


def _database(daemon: Daemon, common: Section) -> str:
    service = {"ExecStart": quoted(daemon.argv), "WorkingDirectory": escaped(str(daemon.cwd)), **FOREVER}
    service |= {"KillSignal": daemon.stop_signal.name, "KillMode": "mixed", "TimeoutStopSec": "60s"}
    service |= {"Environment": " ".join(f"{name}={value}" for name, value in daemon.environment.items())}
    who = {"User": daemon.user} if daemon.user else {}
    return _unit(
        "wirelake: PostgreSQL", part=True, Service={**service, **common, **who}, Install={"WantedBy": TARGET}
    )


def _component(stack: Stack, daemon: Daemon, common: Section) -> str:
    # A task that the kernel kills for its memory must not take the scheduler along; what runs may end.
    tasks = {"OOMPolicy": "continue", "KillMode": "mixed", "TimeoutStopSec": "2min"}
    service = {"ExecStart": quoted(daemon.argv), **FOREVER, **tasks, **_shared(stack, common)}
    return _unit(
        f"wirelake: Airflow's {daemon.name}", part=True, Service=service, Install={"WantedBy": TARGET}
    )


def _shared(stack: Stack, common: Section) -> dict[str, str | list[str]]:
    files = [escaped(str(stack.state / WRITTEN)), f"-{escaped(str(stack.state / OWN))}"]
    return {
        "WorkingDirectory": escaped(str(stack.state / "airflow")),
        "EnvironmentFile": files,
        **common,
    }


def _unit(description: str, *, part: bool = False, **sections: Section) -> str:
    """The text of a unit; a ``part`` stops with the target, and may be started anew for ever."""
    head = {"Description": description}
    if part:
        head |= {"PartOf": TARGET, "StartLimitIntervalSec": "0"}
    lines = ["# Written by 'make service'; settings of your own: systemctl edit, and local.env."]
    for name, section in {"Unit": head, **sections}.items():
        lines += ["", f"[{name}]"]
        for key, value in section.items():
            lines += [f"{key}={one}" for one in (value if isinstance(value, list) else [value])]
    return "\n".join(lines).lstrip("\n") + "\n"


def escaped(text: str) -> str:
    """The text where systemd replaces specifiers, such as %h."""
    return text.replace("%", "%%")


def quoted(words: Iterable[str]) -> str:
    """A command line, as systemd reads it back word for word."""
    plain = (one.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$") for one in words)
    return " ".join(f'"{escaped(one)}"' for one in plain)


def _environment_file(environment: Mapping[str, str]) -> str:
    def value(text: str) -> str:
        for mark in ("\\", '"', "`", "$"):
            text = text.replace(mark, f"\\{mark}")
        return text

    lines = [f'{name}="{value(text)}"' for name, text in sorted(environment.items())]
    return "\n".join(
        ["# Written by 'make service'. Keep it secret. What you add goes into local.env.", *lines, ""]
    )
