"""A context becomes a page: its template is called as its class is, and sees its fields and ``shell``."""

import re
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

MOUNT = "/wire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page in the navigation.

    Attributes:
        title: what the link says.
        path: where it leads, below the desk's mount.
    """

    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What every template sees beside its context.

    Attributes:
        root: the path of the desk's mount, to begin each of its links with; Airflow's own path included.
        airflow: the path of Airflow's UI, to begin each link into it with; "" where it has the host alone.
        path: the path of this page below the mount.
        places: the navigation.
        sign_in: where a user signs in, and comes back to this page.
    """

    root: str
    airflow: str
    path: str
    places: tuple[Place, ...]
    sign_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A page that cannot be shown.

    Attributes:
        status: the HTTP status.
        title: the status in words.
        said: what is wrong, and what to do.
    """

    status: int
    title: str
    said: str


def render(request: Request, context: Any, *, status: int = 200) -> HTMLResponse:
    """The page of this context: of the class ``ArticlePage`` the template ``article_page.html``."""
    template = ENVIRONMENT.get_template(template_of(type(context)))
    told = {one.name: getattr(context, one.name) for one in fields(context)}
    return HTMLResponse(template.render(**told, shell=_shell(request)), status_code=status)


def template_of(context: type) -> str:
    """The name of the context's template."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", context.__name__).lower() + ".html"


def _shell(request: Request) -> Shell:
    root = request.scope.get("root_path", "").rstrip("/")
    airflow = root.removesuffix(MOUNT)
    path = request.url.path.removeprefix(root) or "/"
    query = f"?{request.url.query}" if request.url.query else ""
    back = ENVIRONMENT.filters["urlencode"](f"{root}{path}{query}")
    return Shell(
        root=root,
        airflow=airflow,
        path=path,
        places=tuple(request.app.state.places),
        sign_in=f"{airflow}/api/v2/auth/login?next={back}",
    )


def number(value: float) -> str:
    """1,234 — an en dash where there is none."""
    return "–" if value is None else f"{value:,.0f}"


def percent(share: float | None) -> str:
    """12 %, 0.3 %, < 0.1 %, –."""
    if share is None:
        return "–"
    if 0 < share < 0.001:
        return "< 0.1 %"
    told = f"{100 * share:.1f}" if share < 0.1 else f"{100 * share:.0f}"
    return f"{told.removesuffix('.0')} %"


def span(length: timedelta | None) -> str:
    """40 s, 12 min, 3 h, 5 days: one unit, rounded down."""
    if length is None:
        return "–"
    seconds = max(0, int(length.total_seconds()))
    for size, unit in ((172_800, "days"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // (86_400 if unit == 'days' else size)} {unit}"
    return f"{seconds} s"


def instant(value: datetime | None, zone: Any = None) -> str:
    """2026-03-04 09:15 UTC, or in the zone that is given."""
    if value is None:
        return "–"
    told = value.astimezone(zone) if zone else value
    return f"{told:%Y-%m-%d %H:%M} {told.tzname() or ''}".rstrip()


def code_spans(text: str) -> Markup:
    """What stands between backticks, as code; all of it escaped."""
    parts = enumerate(text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(one) if number % 2 else escape(one) for number, one in parts
    )


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {one.__name__: one for one in (number, percent, span, instant, code_spans)}
    return made


ENVIRONMENT = _environment()
