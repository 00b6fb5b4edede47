"""How servers write a text: to whoever decodes what it stands in, each of these reads as the text."""

import base64
import quopri
from collections.abc import Callable
from html.entities import codepoint2name
from urllib.parse import quote


def _each(form: str) -> Callable[[str], str]:
    return lambda text: "".join(form.format(ord(one), one) for one in text)


def _percent(text: str) -> str:
    return "".join(f"%{one:02x}" if place % 2 else f"%{one:02X}" for place, one in enumerate(text.encode()))


def _named(text: str) -> str:
    names = {"/": "sol", "+": "plus", **{chr(number): name for number, name in codepoint2name.items()}}
    return "".join(f"&{names[one]};" if one in names else one for one in text)


def _hidden_in(form: str) -> Callable[[str], str]:
    return form.join


def _mixed(text: str) -> str:
    forms = ("{1}", "&#{0};", "\\u{0:04x}", "%{0:02x}", "={0:02X}", "&#x{0:X};")
    return "".join(forms[place % len(forms)].format(ord(one), one) for place, one in enumerate(text))


TEXTS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "decimal references": _each("&#{0};"),
    "decimal references with zeros": _each("&#000{0};"),
    "hexadecimal references": _each("&#x{0:x};"),
    "hexadecimal references in capitals": _each("&#X{0:04X};"),
    "named references": _named,
    "references escaped once more": _each("&amp;#{0};"),
    "JSON's escapes": _each("\\u{0:04x}"),
    "JSON's escapes in a string in a string": _each("\\\\u{0:04X}"),
    "JSON's escaped slash": lambda text: text.replace("/", "\\/"),
    "JavaScript's escapes": _each("\\x{0:02x}"),
    "JavaScript's escapes in braces": _each("\\u{{{0:x}}}"),
    "CSS's escapes": _each("\\{0:x} "),
    "percent": lambda text: quote(text, safe=""),
    "percent throughout, in both cases": _percent,
    "percent twice": lambda text: quote(_percent(text), safe=""),
    "quoted-printable": lambda text: quopri.encodestring(text.encode(), quotetabs=True).decode(),
    "quoted-printable throughout": lambda text: "".join(f"={one:02X}" for one in text.encode()),
    "quoted-printable with soft breaks": _hidden_in("=\r\n"),
    "soft hyphens": _hidden_in("\xad"),
    "soft hyphens by name": _hidden_in("&shy;"),
    "zero width": _hidden_in("\u200b"),
    "zero width by number": _hidden_in("&#8203;"),
    "zero width in JSON": _hidden_in("\\u200b"),
    "control characters": _hidden_in("\x01"),
    "control characters by number": _hidden_in("&#x1;"),
    "tags": lambda text: f"{text[:3]}<wbr>{text[3:5]}<b class='x'>{text[5:]}</b>",
    "escaped tags": lambda text: f"{text[:3]}&lt;b&gt;{text[3:]}&lt;/b&gt;",
    "comments": lambda text: f"{text[:3]}<!-- a > b -->{text[3:]}",
    "CDATA": lambda text: f"<![CDATA[{text[:4]}]]>{text[4:]}",
    "a bit of each": _mixed,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of a header": lambda text: base64.b64encode(f"Basic {text}".encode()).decode(),
    "base64 within something": lambda text: base64.urlsafe_b64encode(
        f"got: {text}, thanks".encode()
    ).decode(),
    "base64 in lines": lambda text: base64.encodebytes(f"{' ' * 50}{text}".encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "hex in capitals": lambda text: text.encode().hex().upper(),
}
CHARSETS = ("utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be", "cp037")
PLAIN = "<html><head><title>Quay</title></head><body><p>You sent {} to us.</p></body></html>"


def pages(text: str) -> dict[str, bytes]:
    """Pages that hold the text, one in each spelling and each charset."""
    found = {name: PLAIN.format(spelled(text)).encode() for name, spelled in TEXTS.items()}
    for charset in CHARSETS:
        found[charset] = PLAIN.format(text).encode(charset)
        if charset != "cp037":
            found[f"references in {charset}"] = PLAIN.format(TEXTS["decimal references"](text)).encode(
                charset
            )
    shifted = "\x1b(B".join(text)
    found["between ISO-2022-JP's shifts"] = f"<meta charset=iso-2022-jp>{PLAIN.format(shifted)}".encode()
    return found
