"""How messages of mail are read that lie in a source's inbox or drop folder."""

from typing import Literal

from pydantic import Field

from wirelake.config.fields import Facts


class MailFacts(Facts):
    """What of a message is an article, and what its ``Date`` header counts."""

    body: Literal["alone", "always", "never"] = Field(
        default="alone", description="when its text is read: where no attachment is an item, or always"
    )
    date: Literal["evidence", "published"] = Field(
        default="evidence", description="published: its Date is the article's, where nothing else states one"
    )
