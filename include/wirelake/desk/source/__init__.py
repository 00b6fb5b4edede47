"""Page of a source: what its rules do, what was learned of it, its YAML, its rhythm and its past."""
