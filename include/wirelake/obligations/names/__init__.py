"""Under which names an article is known: ids, aliases, those that it had before, and decisions under each."""
