"""No news for longer than this source is ever silent."""

from datetime import datetime, timedelta
from itertools import pairwise

from wirelake.alarms.view import Alarm, View

WEEK = timedelta(days=7)
FEW = 3  # days with news; of fewer no rhythm is known
TOLD_LATELY = timedelta(days=3)


def quiet(view: View) -> Alarm | None:
    """No article in twice the stated cadence, else in seven days or twice the source's own longest pause.

    Only where runs come and look: what keeps them from it has alarms of its own.
    """
    newest = view.newest
    if newest is None or view.now - newest.ended > TOLD_LATELY:
        return None
    if newest.status == "failed" and newest.failure != "gate":
        return None
    news = [one.news_at for one in view.days if one.news_at]
    since = news[-1] if news else view.days[0].ended
    limit = _limit(view, news)
    if view.now - since <= limit:
        return None
    silent = view.now - since
    told = f"{silent.days} days" if silent.days > 2 else f"{silent.total_seconds() / 3600:.0f} hours"
    what = f"no article for {told}, since {since:%Y-%m-%d}" if news else f"no article yet, after {told}"
    return Alarm(
        check="quiet",
        message=what,
        cure=f"look at the wire, then at `wirelake discover {view.source.name}`: its lists may have moved. "
        "Where it is a pause, `wirelake silence`; where it is its way, state its cadence",
    )


def _limit(view: View, news: list[datetime]) -> timedelta:
    if view.source.cadence:
        return 2 * view.source.cadence
    pauses = [later - earlier for earlier, later in pairwise(news)]
    if len(news) < FEW:
        return WEEK if not news else 4 * WEEK
    return max(WEEK, 2 * max(pauses) + timedelta(days=1))
