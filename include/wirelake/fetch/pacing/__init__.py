"""Pacing: how often a host is asked, and how many hosts at a time."""
