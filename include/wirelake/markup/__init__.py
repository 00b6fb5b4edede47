"""Markup: XML, HTML and plain paragraphs, as all formats read them."""
