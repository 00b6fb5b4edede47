"""Page Find: comes next."""

from fastapi import APIRouter

router = APIRouter()
