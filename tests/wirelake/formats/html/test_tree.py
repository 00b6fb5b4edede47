"""What a parser makes of markup as sites send it."""

import pytest

from wirelake.formats.html.tree import parse


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<!DOCTYPE html><html><body><p>Port</p></body></html>", "Port"),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"\n "http://w3.example/1"><html><p>Port', "Port"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><html><p>Größe', "Größe"),
        ("<br><b>Warning</b>: quota exceeded <!DOCTYPE html><html><p>Port", "Warning: quota exceeded Port"),
        ("<html><p>Po\0rt\x0b\ufffe", "Port"),
        ("<html><p>\ud83d", "?"),
        ("<div><p>One.</p></div><p>Two.</p>", "One.Two."),
    ],
)
def test_a_document_is_read(markup: str, text: str) -> None:
    assert " ".join("".join(parse(markup).itertext()).split()) == text


@pytest.mark.parametrize("markup", ["", " ", "<!-- nothing -->", "only words", "<p>a fragment</p>"])
def test_what_holds_no_document_is_none(markup: str) -> None:
    assert parse(markup) is None
