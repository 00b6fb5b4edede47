"""The feed of changes: what became of a source's articles, an entry a settle, for whoever keeps a copy.

``change`` is what a change says, ``feed`` the numbered entries, ``announced`` what is still to be told,
``cursors`` how far a reader has come, ``asking`` what changed since, ``consumers`` what each acknowledged.
"""
