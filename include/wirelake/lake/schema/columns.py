"""What a column is: its name, its Arrow type and its meaning.

Instants are UTC, in microseconds; offsets count code points.
"""

from dataclasses import dataclass

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``flat`` columns stand in articles/ too, ``required`` ones are never null.

    A ``retired`` one is null in what is written now, and leaves with the next version of the schema.
    """

    name: str
    type: pa.DataType
    meaning: str
    flat: bool = False
    required: bool = False
    retired: bool = False


def column(name: str, type_: pa.DataType, meaning: str, marks: str = "") -> Column:
    """A column; of the marks, ``•`` says that it is flat, ``!`` required and ``†`` retired."""
    return Column(name, type_, meaning, flat="•" in marks, required="!" in marks, retired="†" in marks)


def rows_of(**columns: pa.DataType) -> pa.DataType:
    """The type of a list of rows with these columns."""
    return pa.list_(pa.struct([pa.field(name, type_) for name, type_ in columns.items()]))
