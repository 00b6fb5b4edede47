"""Articles over several pages: their later pages are asked for where the first is."""
