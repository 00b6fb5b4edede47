"""Page of a day of a source: what came, what was kept out and why, and how the run went."""
