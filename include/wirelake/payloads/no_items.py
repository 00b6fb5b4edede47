"""Files of a drop folder that are no items of news: binaries beside their XML, checksums, manifests, indexes.

Wires deliver ``quay-041.xml`` with ``quay-041.jpg`` and ``quay-041.jpg.md5``, and a list of what they sent.
An archive (zip, gz) may hold items, so it is none of these: it is read, and refused by its reason.
"""

import re

KINDS = {
    "picture": "jpg jpeg jpe jfif png gif tif tiff bmp webp heic heif avif psd eps svg",
    "video": "mp4 m4v mov avi mpg mpeg mxf wmv webm mkv flv 3gp",
    "audio": "mp3 wav m4a aac ogg oga flac aif aiff wma",
    "pdf": "pdf",
    "checksum": "md5 sha1 sha256 sha512 sfv",
}
BY_SUFFIX = {suffix: kind for kind, suffixes in KINDS.items() for suffix in suffixes.split()}
MANIFEST = re.compile(r"(?:manifest|filelist|checksums|(?:md5|sha\d{1,3})sums)(?:[-_.]?\d+)*(?:\.\w{1,5})?")
LIST = re.compile(r"index\.(?:html?|txt)")
INDEX = re.compile(r"index(?:\.\w{1,5})?")
# How binaries begin, whatever they are called.
BEGINNINGS = (
    (
        "picture",
        re.compile(rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|II\*\0|MM\0\*|8BPS\0|RIFF.{4}WEBP", re.DOTALL),
    ),
    ("picture", re.compile(rb".{4}ftyp(?:heic|heix|mif1|avif)", re.DOTALL)),
    (
        "audio",
        re.compile(rb"ID3[\x02-\x04]|OggS\0|fLaC\0|RIFF.{4}WAVE|.{4}ftypM4A|\xff[\xfa\xfb]", re.DOTALL),
    ),
    ("video", re.compile(rb".{4}ftyp|\0\0\x01[\xb3\xba]|RIFF.{4}AVI |\x1aE\xdf\xa3|FLV\x01", re.DOTALL)),
    ("pdf", re.compile(rb"%PDF-\d")),
)


def by_name(name: str) -> str | None:
    """What a file is whose name tells that it is no item: one of KINDS, a manifest, an index.

    ``name`` is its path below the day's folder. An ``index.html`` in a folder of its own may be a page.
    """
    file = name.rpartition("/")[2].lower()
    if kind := BY_SUFFIX.get(file.rpartition(".")[2] if "." in file else ""):
        return kind
    if MANIFEST.fullmatch(file):
        return "manifest"
    return "index" if LIST.fullmatch(name.lower()) else None


def by_content(data: bytes) -> str | None:
    """What a binary is, whatever its name; None for all that may be text."""
    head = data[:32]
    return next((kind for kind, begins in BEGINNINGS if begins.match(head)), None)


def is_index(name: str) -> bool:
    """The name is that of a list of items: ``index.xml``. It may be a package, and is no item otherwise."""
    return INDEX.fullmatch(name.rpartition("/")[2].lower()) is not None
