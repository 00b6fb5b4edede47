"""Subjects of all formats in one shape: scheme, code, IRI, name, role, and whether stated or mapped."""

from wirelake.subjects.coding import coded

__all__ = ["coded"]
