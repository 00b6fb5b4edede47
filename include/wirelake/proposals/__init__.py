"""A source's YAML proposed by a look at its site: for a person to read, correct and switch on."""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.proposals.exploring import explore
    from wirelake.proposals.found import Proposal
    from wirelake.proposals.opml import feeds_of
    from wirelake.proposals.writing import yaml_of

__all__ = ["Proposal", "explore", "feeds_of", "yaml_of"]

__getattr__ = lazily(
    __name__,
    {"exploring": ("explore",), "found": ("Proposal",), "opml": ("feeds_of",), "writing": ("yaml_of",)},
)
