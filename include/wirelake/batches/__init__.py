"""Batches between tasks: what one task leaves for the next, and the diary of their run."""
