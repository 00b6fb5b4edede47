"""What docker-compose.yaml needs of us: its secrets, and the first steps of a new database."""

import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wirelake_local import contents
from wirelake_local.credentials import USERS, fernet_key, write_private
from wirelake_local.errors import StackError
from wirelake_local.processes import module, run

PASSWORDS_FILE = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"
DOTENV = """\
# Written by 'make env', read by docker-compose.yaml. Keep it secret, and keep a copy elsewhere: without the
# fernet key no connection that is stored in Airflow can be read again.

# Where the lake lives: the volume, or an address such as s3://bucket/prefix with the AWS_* below.
{lake}

# The address of this machine on which Airflow answers. Put a server that speaks TLS before any but loopback.
WIRELAKE_LISTEN=127.0.0.1:8080

WIRELAKE_ADMIN_PASSWORD={admin}
WIRELAKE_VIEWER_PASSWORD={viewer}
POSTGRES_PASSWORD={postgres}
AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql+psycopg2://airflow:{postgres}@postgres/airflow
AIRFLOW__CORE__FERNET_KEY={fernet}
AIRFLOW__API__SECRET_KEY={session}
AIRFLOW__API_AUTH__JWT_SECRET={jwt}
"""
ONE_HOST = """\
WIRELAKE_LAKE=/lake
#AWS_ACCESS_KEY_ID=
#AWS_SECRET_ACCESS_KEY=
#AWS_REGION=
#AWS_ENDPOINT_URL="""
MANY_WORKERS = """\
WIRELAKE_LAKE=s3://wirelake/lake
AWS_ACCESS_KEY_ID={key}
AWS_SECRET_ACCESS_KEY={secret}
AWS_REGION=us-east-1
AWS_ENDPOINT_URL=http://store:8333

# Celery's workers, their broker and the store: docs/many-workers.md.
COMPOSE_PROFILES=celery
WIRELAKE_EXECUTOR=CeleryExecutor
BROKER_PASSWORD={broker}
AIRFLOW__CELERY__BROKER_URL=redis://:{broker}@broker:6379/0
AIRFLOW__CELERY__RESULT_BACKEND=db+postgresql+psycopg2://airflow:{postgres}@postgres/airflow"""


def write_dotenv(path: Path, *, workers: bool = False) -> bool:
    """Write a ``.env`` with new secrets, mode 0600; false where there is one: it is never overwritten.

    With ``workers`` it switches the profile ``celery`` on, with the lake in that profile's own S3 store.
    """
    if path.exists():
        return False
    postgres = secrets.token_urlsafe(32)
    lake = MANY_WORKERS if workers else ONE_HOST
    filled = DOTENV.format(
        lake=lake.format(
            key=secrets.token_hex(10),
            secret=secrets.token_urlsafe(30),
            broker=secrets.token_hex(24),
            postgres=postgres,
        ),
        admin=secrets.token_urlsafe(16),
        viewer=secrets.token_urlsafe(16),
        postgres=postgres,
        fernet=fernet_key(),
        session=secrets.token_urlsafe(48),
        jwt=secrets.token_urlsafe(48),
    )
    write_private(path, filled)
    return True


def initialise(environment: Mapping[str, str] = os.environ) -> None:
    """Make or upgrade Airflow's tables, set the users' passwords and the pools, begin the lake. Can run any
    number of times.

    Raises:
        StackError: a variable is missing, or a step fails; the message says which.
    """
    try:
        file = Path(environment[PASSWORDS_FILE])
        passwords = {user: environment[f"WIRELAKE_{user.upper()}_PASSWORD"] for user in USERS}
    except KeyError as error:
        raise StackError(
            f"{error.args[0]} is not set: run 'make env', and see docker-compose.yaml"
        ) from error
    run(module("airflow", "db", "migrate"), environment)
    write_private(file, json.dumps(passwords) + "\n")
    contents.begin_lake(environment, file.parent / "lakes")  # on the volume of the passwords, which stays
    pools = {
        name: {"slots": slots, "description": "", "include_deferred": False}
        for name, slots in contents.pools(environment).items()
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as listed:
        json.dump(pools, listed)
        listed.flush()
        run(module("airflow", "pools", "import", listed.name), environment)
