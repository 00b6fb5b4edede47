"""The version of the tables' columns: stands in the lake's marker and in the metadata of every Parquet file.

When and how it is raised says ``wirelake.lake.schema.release``.
"""

SCHEMA_VERSION = 5
METADATA = {"wirelake.schema_version": str(SCHEMA_VERSION)}  # the file's own, beside the columns
