"""SQL over the lake's tables, by DuckDB, which sees nothing but them: no file, no network, no other setting.

``scanning`` shows it the Parquet objects that are wirelake's own, ``tables`` says what a name stands for,
``session`` asks.
"""

from wirelake.lake.sql.session import ask, sql
from wirelake.lake.sql.tables import TABLES

__all__ = ["TABLES", "ask", "sql"]
