"""Garbage collection of the api-server while a page is made."""

import gc
from functools import cache


@cache
def spare_what_is_loaded() -> None:
    """Leave out of later collections what stands now: Airflow and all that a first page loads.

    Some 300,000 objects live as long as the process. To look at all of them again took a fifth of a second in
    every tenth page. Airflow's own processes do the same before they fork.
    """
    gc.collect()
    gc.freeze()
