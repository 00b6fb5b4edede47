"""Erasure: the words of a withdrawn article, and taking them out of raw/ and all else that holds them."""
