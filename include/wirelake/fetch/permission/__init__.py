"""Permission: what a host's robots.txt and its reservations of rights let us fetch."""
