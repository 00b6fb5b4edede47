"""Files that lie in the lake already: dropped ones and WARCs."""

from typing import ClassVar, Literal

from pydantic import Field

from wirelake.config.discovery.part import Part
from wirelake.config.fields import Expression, Prefix


class DropFolder(Part):
    """Files that an operator or an SFTP job leaves under a prefix of the lake, by day."""

    kind: Literal["drop_folder"]
    dated: ClassVar[bool] = True
    prefix: Prefix

    def describe(self) -> str:
        """One line for people."""
        return self.described(f"drop folder {self.prefix}")


class WarcFiles(Part):
    """WARC files under a prefix of the lake, by day: CC-NEWS, or what another archive captured."""

    kind: Literal["warc"]
    dated: ClassVar[bool] = True
    prefix: Prefix
    link_pattern: Expression | None = Field(default=None, description="found in an article's whole URL")

    def describe(self) -> str:
        """One line for people."""
        return self.described(f"WARC files {self.prefix}")
