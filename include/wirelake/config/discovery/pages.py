"""Articles that a site spreads over several pages: how the next page is known."""

from pydantic import Field

from wirelake.config.fields import Facts, IdExpression, Selector


class PagesFacts(Facts):
    """Which link of an article's page leads to its next one. Without select and pattern: ``rel=next``."""

    select: Selector | None = Field(
        default=None, description="a CSS selector of the link to the next page, or of what holds the links"
    )
    pattern: IdExpression | None = Field(
        default=None, description="of the pages' addresses; its group is the number: '[?&]page=(\\d+)$'"
    )
    most: int = Field(default=10, ge=2, le=50, description="pages of one article")
