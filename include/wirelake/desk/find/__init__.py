"""Page Find: articles by their id, address or words of a headline; and why one is not there."""
