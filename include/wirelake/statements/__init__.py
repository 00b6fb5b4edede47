"""Statements: what wires say of an article, in the words that all formats share."""

from wirelake.statements.beginning import begin
from wirelake.statements.candidates import candidate, date_candidate

__all__ = ["begin", "candidate", "date_candidate"]
