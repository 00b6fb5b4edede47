"""trafilatura, as it is asked for the lines of an article's text.

``quick`` runs the steps of its fast mode that the rest of wirelake does not do better: no metadata, no count
of the whole page's text, no second attempt. Where ``quick`` finds little, ``thorough`` runs all there is.
"""

import re
import unicodedata
from collections.abc import Callable
from copy import copy
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec
from itertools import islice
from typing import Any

from lxml.etree import ElementDefaultClassLookup, HTMLParser, SubElement, XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.settings import Extractor, use_config
from trafilatura.utils import trim
from trafilatura.xml import xmltotxt
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REGEXP_NS, REMOVE_COMMENTS_AND_LISTS_XPATH

from wirelake.formats.html.body.kinds import Kinds
from wirelake.legible import seen

# Short wire flashes are articles: the expectations judge length, not the extractor.
MIN_EXTRACTED_SIZE = "25"
# lxml.html's own parser asks Python for the class of each element, again in each walk.
PARSER = HTMLParser()
PARSER.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
PARTED = re.compile(r"(?<=\[1\])\|(?=\()")
WHOLE = re.compile(r"\A\((.*)\)\[1\]\Z", re.DOTALL)
BY_TAG = re.compile(r"\A\.//(\w+)\Z")
# Of the test of links: above these no element is one of few links, or of a link alone.
FEW_LINKS, MUCH_TEXT, A_LINE = 4, 300, 100
BEGINNING = 1_500  # characters of an element in which that much text is looked for
OTHERS_TEXT = Kinds(RAW_TREE_PRUNE_XPATH + REMOVE_COMMENTS_AND_LISTS_XPATH)


def quick(frame: Any) -> list[str]:
    """The lines that the main extractor alone finds in an element; the tree stays as it is."""
    options = _options()
    page = _apart_from_page(frame)
    held = list(page.iter())  # else lxml makes the elements' objects anew in each of many walks
    page = prune_unwanted_nodes(page, [OTHERS_TEXT])
    page = convert_tags(tree_cleaning(page, options), options, None)
    found, _ = _main_extractor().extract_content(page, options)
    del held
    return _lines(xmltotxt(found, options.formatting))


def thorough(tree: Any) -> list[str]:
    """The lines that its extractors agree on: its own, readability's, jusText's and a second attempt.

    The tree stays as it is.
    """
    document: Any = bare_extraction(
        _own(copy(tree)),
        with_metadata=False,
        include_comments=False,
        config=_settings(),
        date_extraction_params={},
    )
    return _lines(document.text if document and document.text else "")


def _apart_from_page(frame: Any) -> Any:
    """The root of a document that holds a copy of the element, and of what holds it the tags alone.

    From the outmost on: an element that moves to another document is looked through, with all it holds.
    """
    inner = copy(frame)
    inner.tail = None
    around = [*frame.iterancestors()][::-1]
    if not around:
        return _own(inner)
    root = outer = PARSER.makeelement(around[0].tag, around[0].attrib)
    for element in around[1:]:
        outer = SubElement(outer, element.tag, element.attrib)
    outer.append(inner)
    return root


def _own(tree: Any) -> Any:
    """The tree, moved into a document whose elements have the methods of lxml.html's that are called."""
    root = PARSER.makeelement(tree.tag, tree.attrib)
    root.text = tree.text
    root.extend(list(tree))
    return root


@lru_cache(maxsize=1)
def _main_extractor() -> Any:
    """trafilatura's module once more, for us alone: it prunes by expressions that are globals of it."""
    module, processing = _apart("trafilatura.main_extractor"), _apart("trafilatura.htmlprocessing")
    processing.link_density_test = _of_links_alone(processing.link_density_test)
    module.delete_by_link_density = processing.delete_by_link_density
    for name in ("OVERALL_DISCARD_XPATH", "TEASER_DISCARD_XPATH", "DISCARD_IMAGE_ELEMENTS"):
        setattr(module, name, [Kinds(getattr(module, name))])
    module.BODY_XPATH = [_first_of_kinds(one) for one in module.BODY_XPATH]
    return module


def _first_of_kinds(expression: XPath) -> Kinds:
    """The same elements and more, the first of them the same.

    "[1]", of siblings, goes: the first in the page, which alone is asked for, is the same without. And so is
    that of "(…)[1]", and of "(…)[1]|(…)[1]".
    """
    every = (WHOLE.sub(r"\1", one.strip()) for one in PARTED.split(expression.path))
    paths = (BY_TAG.sub(r".//*[self::\1]", one.strip().removesuffix("[1]")) for one in every)
    return Kinds([XPath(one, namespaces={"re": REGEXP_NS}) for one in paths])


def _apart(name: str) -> Any:
    """A module once more, whose globals are ours to change."""
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ImportError(name, name=name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _of_links_alone(test: Callable[..., tuple[bool, bool]]) -> Callable[..., tuple[bool, bool]]:
    """trafilatura's test of an element's share of links, asked only where few letters or many links may
    make it one of links.
    """

    def asked(element: Any, favor_precision: bool = False) -> tuple[bool, bool]:
        links = list(islice(element.iterdescendants("ref"), FEW_LINKS + 1))
        if not links:
            return False, False
        few = 1 < len(links) <= FEW_LINKS or (len(links) == 1 and len(links[0].text_content()) <= A_LINE)
        if few and not favor_precision and len(trim(element.text_content()[:BEGINNING])) >= MUCH_TEXT:
            return False, False
        return test(element, favor_precision)

    return asked


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """trafilatura's."""
    return version("trafilatura")


def _lines(text: str) -> list[str]:
    return [
        line for line in unicodedata.normalize("NFC", seen(text)).split("\n") if line and not line.isspace()
    ]


@lru_cache(maxsize=1)
def _settings() -> Any:
    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", MIN_EXTRACTED_SIZE)
    return settings


@lru_cache(maxsize=1)
def _options() -> Any:
    return Extractor(config=_settings(), output_format="python", fast=True, comments=False)
