"""Many workers on one machine: Celery's, a broker and an S3 store, as they would stand on many.

docker-compose.yaml's profile ``celery`` has the same settings (``wirelake_local.distributed.settings``).
"""

from wirelake_local.distributed.stack import DistributedStack

__all__ = ["DistributedStack"]
