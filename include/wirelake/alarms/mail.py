"""A message by mail, over an Airflow connection of type smtp."""

import smtplib
import ssl
from email.message import EmailMessage

from wirelake.alarms.messages import Message
from wirelake.errors import ConfigError, FetchError
from wirelake.fetch.credentials import connection_parts

TIMEOUT = 30  # seconds
TRUE = {"true", "1", "yes"}


def send_mail(connection: str, message: Message, *, what: str) -> None:
    """Send it to the message's owner, where that is an address, else to the connection's extra ``to``.

    As Airflow's own mail does: TLS from the start unless the extra says ``disable_ssl``, then STARTTLS
    unless it says ``disable_tls``; the sender is the extra ``from_email``, else the login.

    Raises:
        ConfigError: no sender, or nobody to send to.
        FetchError: the server does not take it.
    """
    read = connection_parts(connection, what)
    extra = {name: str(value) for name, value in read["extra"].items()}
    to = message.owner if message.owner and "@" in message.owner else extra.get("to")
    sender = extra.get("from_email") or read.get("login")
    if not to or not sender or not read.get("host"):
        raise ConfigError(f"{what}: give it a host, and in its extra from_email and to")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = message.subject, sender, to
    mail.set_content(message.text)
    plain = extra.get("disable_ssl", "").lower() in TRUE
    context = ssl.create_default_context()
    try:
        if plain:
            server = smtplib.SMTP(read["host"], read.get("port") or 25, timeout=TIMEOUT)
        else:
            server = smtplib.SMTP_SSL(read["host"], read.get("port") or 465, timeout=TIMEOUT, context=context)
        with server:
            if plain and extra.get("disable_tls", "").lower() not in TRUE:
                server.starttls(context=context)
            if read.get("login") and read.get("password"):
                server.login(read["login"], read["password"])
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise FetchError(
            f"{what}: no mail was sent: {type(error).__name__}"
        ) from None  # it may quote the login
