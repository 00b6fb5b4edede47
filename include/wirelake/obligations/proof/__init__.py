"""Proof of a takedown: what is searched for the text, in the lake and on this host."""
