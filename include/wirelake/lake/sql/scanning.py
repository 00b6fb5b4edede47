"""A table's Parquet objects as one Arrow dataset: only what a query asks for is read."""

from functools import reduce
from operator import and_
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow.fs import FileInfo, FileSystemHandler, FileType, LocalFileSystem, PyFileSystem

from wirelake.lake.files import files_of, in_path, ours
from wirelake.lake.reading import full_schema
from wirelake.lake.streams.ranges import Ranges
from wirelake.storage import LocalStore, Store, Stored


def dataset(store: Store, table: str) -> ds.Dataset:
    """The rows of articles, history, rejected or runs, with the columns of ``full_schema``. A column that is
    younger than an object is null in it."""
    listed = {one.path: one for one in files_of(store, table)}
    found = [listed[path] for path in ours(store, table, list(listed))]
    scan = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    schema = full_schema(table)
    if not found:
        return ds.dataset(schema.empty_table())
    is_local = isinstance(store, LocalStore)
    return ds.FileSystemDataset.from_paths(
        [f"{store.uri}/{one.path}" if is_local else one.path for one in found],
        schema=schema,
        format=ds.ParquetFileFormat(default_fragment_scan_options=scan),
        filesystem=LocalFileSystem() if is_local else PyFileSystem(_Objects(store, found)),
        partitions=[_place(one.path) for one in found],
    )


def _place(path: str) -> ds.Expression:
    """What all rows of the object have in common, as it stands in the path."""
    first, *others = (ds.field(name) == value for name, value in in_path(path).items())
    return reduce(and_, others, first)


class _Objects(FileSystemHandler):  # type: ignore[misc]
    """The listed objects of a store, each as the list knew it: of one that is replaced meanwhile, no half."""

    def __init__(self, store: Store, found: list[Stored]) -> None:
        self._store, self._listed = store, {one.path: one for one in found}

    def get_type_name(self) -> str:
        return "wirelake"

    def normalize_path(self, path: str) -> str:
        return path

    def get_file_info(self, paths: list[str]) -> list[FileInfo]:
        return [FileInfo(path, FileType.File, size=self._listed[path].size) for path in paths]

    def open_input_file(self, path: str) -> pa.PythonFile:
        return pa.PythonFile(Ranges(self._store, self._listed[path]), mode="r")

    open_input_stream = open_input_file

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError("the tables of a lake are read alone")

    get_file_info_selector = create_dir = delete_dir = delete_dir_contents = _refuse
    delete_root_dir_contents = delete_file = move = copy_file = _refuse
    open_output_stream = open_append_stream = _refuse
