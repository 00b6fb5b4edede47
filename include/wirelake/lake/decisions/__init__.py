"""What wires and operators decided about articles: events, manifests, requests, reviews, tombstones."""
