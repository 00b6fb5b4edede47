"""The page of one article: its text and what was taken out of it, its fields and why, its versions."""
