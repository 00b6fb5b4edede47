"""What a build would change: for people by table and column, for machines as JSON lines."""
