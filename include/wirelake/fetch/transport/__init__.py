"""Transport: one exchange with a host, at an address that is allowed, within its deadline."""
