"""The commands of ``wirelake``, a module a group.

A heavy library is imported inside the command that needs it, so that ``--help`` and mistyped arguments answer
at once; the faces of ``pipeline``, ``obligations`` and ``diff`` load what they name at first use.
"""
