"""A day's discovery: whether the day was looked at, and what a look at it would find."""
