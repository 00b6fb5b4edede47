"""Withdrawal: an article's rows out of every table, and set aside until they are erased or restored."""
