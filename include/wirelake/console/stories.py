"""Stories, a line an article, or whole for scripts."""

from collections.abc import Sequence
from datetime import date

from wirelake.console.tables import Cell, Row, print_rows
from wirelake.console.terminal import out

HEADLINE = 60  # characters


def show_stories(stories: Sequence[Row], day: date | None, limit: int, *, as_json: bool) -> None:
    """The stories of a day, those with most articles first."""
    if as_json:
        print_rows(stories, {}, as_json=True)
        return
    columns: dict[str, Cell] = {
        "story": "story",
        "article": "article_id",
        "published": "article_date",
        "relation": _relation,
        "headline": lambda row: (row["headline"] or "")[:HEADLINE],
        "from": "origin",
    }
    rows = [
        article | {"story": story["story_id"][:8] if at == 0 else "", "origin": "" if at else story["origin"]}
        for story in stories[:limit]
        for at, article in enumerate(story["articles"])
    ]
    print_rows(rows, columns, as_json=False, empty=f"no two articles of {day or 'the lake'} are one story")
    if stories:
        more = f"; --limit {len(stories)} shows all" if len(stories) > limit else ""
        out.print(f"{day}: {len(stories):,} stories of several articles{more}")


def _relation(row: Row) -> str:
    """``first``, ``same 96 %``, ``contains 100 % (of it 23 %)``."""
    if row["share"] is None:
        return str(row["relation"])
    told = f"{row['relation']} {row['share']:.0%}"
    return f"{told} (a part of {row['share_back']:.0%})" if row["relation"] == "contains" else told
