"""Which articles left the lake by which export, so that a takedown can say who has a copy."""
