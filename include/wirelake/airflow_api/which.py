"""Which Airflow a command means, and as whom it asks."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from wirelake.airflow_api.client import Client
from wirelake.config.settings import stack_state
from wirelake.errors import ConfigError

URL, TOKEN = "WIRELAKE_AIRFLOW_URL", "WIRELAKE_AIRFLOW_TOKEN"
USER, PASSWORD = "WIRELAKE_AIRFLOW_USER", "WIRELAKE_AIRFLOW_PASSWORD"
ASK_SECONDS = 60.0


def airflow_meant(environment: Mapping[str, str] = os.environ) -> Client:
    """The Airflow that the environment names, with its token or user; else the one that ``make up`` started.

    Raises:
        ConfigError: neither is there, or who asks is not said.
    """
    if url := environment.get(URL):
        if not url.startswith(("http://", "https://")):
            raise ConfigError(
                f"{URL}: {url!r}: write the address of Airflow, such as https://airflow.example"
            )
        if token := environment.get(TOKEN):
            return Client(url, token=token)
        if environment.get(USER) and environment.get(PASSWORD):
            return Client(url, environment[USER], environment[PASSWORD])
        raise ConfigError(f"{URL} is set, but not who asks: set {TOKEN}, or {USER} and {PASSWORD}")
    state, ran = stack_state()
    if not ran:
        raise ConfigError(
            f"no Airflow is known here, and {state} was never up: run `make up`, or set {URL} and {TOKEN} "
            f"(or {USER} and {PASSWORD})"
        )
    command = [sys.executable, "-m", "wirelake_local", "token", "--state", str(state)]
    try:
        asked = subprocess.run(  # noqa: S603 (our own module, with a path of ours)
            command, capture_output=True, text=True, timeout=ASK_SECONDS, check=False
        )
        found = json.loads(asked.stdout)
        return Client(found["url"], token=found["token"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise ConfigError(
            f"the Airflow of {state} does not answer: is it up? `make status`, `make up`"
        ) from error
