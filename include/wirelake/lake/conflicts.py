"""Trying again where another writer was faster: what was read is read anew."""

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from wirelake.errors import ConflictError

again_after_conflict = retry(
    retry=retry_if_exception_type(ConflictError),
    wait=wait_random_exponential(multiplier=0.05, max=5),
    stop=stop_after_attempt(30),
    reraise=True,
)
