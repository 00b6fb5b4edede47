"""Where messages go, by one setting: ``WIRELAKE_NOTIFY``, such as ``smtp:wire_mail, critical=slack:on_call``.

Each part is ``[severity=]kind[:connection]``: log (the default), smtp, slack or webhook, with the id of an
Airflow connection, and the least severity that goes there. The Dag and the command send alike, so that a
timer outside the scheduler tells what a scheduler that stands still cannot.
"""

import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass

from wirelake.alarms.mail import send_mail
from wirelake.alarms.messages import SEVERITIES, Message
from wirelake.errors import ConfigError
from wirelake.fetch.outgoing import ask, post, url_of

NOTIFY, HEARTBEAT = "WIRELAKE_NOTIFY", "WIRELAKE_HEARTBEAT"
WAY = re.compile(
    rf"(?:(?P<least>{'|'.join(SEVERITIES)})=)?"
    r"(?:log|(?P<kind>smtp|slack|webhook):(?P<connection>[A-Za-z][A-Za-z0-9_]{0,99}))"
)
Connection = Callable[[str], str | None]  # id → an Airflow connection's URI or JSON
Sender = Callable[[Message], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way for messages of at least that severity."""

    kind: str
    connection: str = ""
    least: str = SEVERITIES[0]

    def takes(self, message: Message) -> bool:
        """The message goes this way."""
        return SEVERITIES.index(message.severity) >= SEVERITIES.index(self.least)


def routes_of(setting: str) -> tuple[Route, ...]:
    """The ways of that setting.

    Raises:
        ConfigError: it names another kind or severity, or no connection where one is needed.
    """
    return tuple(_route(part.strip()) for part in setting.split(",") if part.strip()) or (Route(kind="log"),)


def _route(part: str) -> Route:
    found = WAY.fullmatch(part)
    if not found:
        raise ConfigError(
            f"{NOTIFY}: {part[:80]!r}: write log, or smtp:, slack: or webhook: with a connection's id; "
            "before it perhaps the least severity: critical=smtp:wire_mail"
        )
    kind, connection = found["kind"] or "log", found["connection"] or ""
    return Route(kind=kind, connection=connection, least=found["least"] or SEVERITIES[0])


def sender_of(connection: Connection) -> Sender:
    """What sends a message by all ways of the setting that take it.

    Raises:
        ConfigError: the setting or a connection is wrong. Of its ways all are looked at before one is used.
    """
    routes = routes_of(os.environ.get(NOTIFY, ""))
    ways = [(route, _connected(route, connection)) for route in routes]

    def send(message: Message) -> None:
        for route, text in ways:
            if route.takes(message):
                _send(route, text, message)

    return send


def heartbeat() -> None:
    """Ask the address of ``WIRELAKE_HEARTBEAT``, where one is set: a round came to its end.

    Raises:
        FetchError: it does not answer.
    """
    if url := os.environ.get(HEARTBEAT):
        ask(url, what=HEARTBEAT)


def _connected(route: Route, connection: Connection) -> str:
    text = connection(route.connection) if route.connection else ""
    if text is None:
        raise ConfigError(
            f"{NOTIFY}: no such connection: {route.connection!r}: add it in Airflow, or set "
            f"AIRFLOW_CONN_{route.connection.upper()}"
        )
    return text


def _send(route: Route, connection: str, message: Message) -> None:
    what = f"connection {route.connection!r}"
    if route.kind == "log":
        level = logging.INFO if message.is_well else logging.WARNING
        log.log(level, "%s\n%s", message.subject, message.text)
    elif route.kind == "smtp":
        send_mail(connection, message, what=what)
    else:
        body = {"text": f"{message.subject}\n{message.text}"}
        if route.kind == "webhook":
            body |= {"subject": message.subject, "severity": message.severity, "check": message.check}
            body |= {"owner": message.owner or "", "sources": ", ".join(message.sources)}
        post(url_of(connection, what=what), body, what=what)
