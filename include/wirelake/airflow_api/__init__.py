"""What is asked of Airflow from outside, by its REST API; Airflow itself is imported nowhere."""

from wirelake.airflow_api.client import TIMEOUT_SECONDS, Client

__all__ = ["TIMEOUT_SECONDS", "Client"]
