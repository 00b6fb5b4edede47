"""Reports sources with a broken YAML as Airflow's import error of this file.

In wire.py the same exception would take every other source's Dag down with it.
"""

from wirelake import config
from wirelake.errors import ConfigError

problems = []
for path in config.source_files().values():
    try:
        config.load_source(path)
    except ConfigError as error:
        problems.append(str(error))
if problems:
    raise ConfigError("\n".join(problems)) from None
