"""The tables: their columns (schema), where they stand (layout), and how to read them (reading)."""

from wirelake.lake.streams import read

__all__ = ["read"]
