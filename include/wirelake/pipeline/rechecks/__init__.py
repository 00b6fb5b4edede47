"""Pages that are asked for again: which are due, and which are there no more."""
