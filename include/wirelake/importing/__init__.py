"""An agency's archive brought into the lake: its items, told by what they state, under their days."""

from wirelake.importing.importing import Imported, import_archives

__all__ = ["Imported", "import_archives"]
