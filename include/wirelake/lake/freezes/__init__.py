"""Citable states: which rows a piece of work rests on, put once under a name.

A freeze holds ids, digests, versions of rules and code, the query and its time. It holds no text: whether the
lake still says what it said then is told by the digests (``standing``).
"""
