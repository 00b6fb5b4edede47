"""Page of a day of a source: comes next."""

from fastapi import APIRouter

router = APIRouter()
