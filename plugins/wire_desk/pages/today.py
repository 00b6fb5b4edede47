"""Page Today: how every source stands, and what needs a person."""

from fastapi import APIRouter, Request, Response

from wirelake.config import source_files
from wirelake.desk import read_today

from ..rendering import Place, render
from ..security import Readable

PLACE = Place(title="Today", path="/")
router = APIRouter()


@router.get("/")
def today_page(request: Request, readable: Readable) -> Response:
    """How the sources stand that this user may read."""
    return render(request, read_today(readable & source_files().keys()))
