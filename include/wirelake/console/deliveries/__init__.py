"""What changed, in the forms in which others take it in, some with the records."""
