"""Bounds: hostile documents are read in processes of their own, which they may cost their lives."""
