"""What is known of an article beside its text."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article of ``articles/``, without its text."""

    article_id: str
    source: str
    day: date
    published_at: datetime | None = None
    provider: str | None = None
    credit_line: str | None = None
    wire_id: str | None = None

    def moment(self) -> datetime:
        """When it was published; where only the day is known, at its end."""
        return self.published_at or datetime.combine(self.day, time.max, UTC)

    def rank(self) -> tuple[datetime, str]:
        """By which the earliest is found, whatever the order of arrival."""
        return self.moment(), self.article_id

    def named_provider(self) -> str | None:
        return self._another(self.provider)

    def named_credit(self) -> str | None:
        return self._another(self.credit_line)

    def _another(self, name: str | None) -> str | None:
        said = " ".join((name or "").split())
        is_own = said.casefold() == self.source.replace("_", " ").casefold()
        return None if not said or is_own else said
