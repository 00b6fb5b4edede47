"""The fields of a small form that a page of the desk sends."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, HTTPException, Request

MOST_BYTES = 16_384  # of a form


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small form, each stated once."""
    body = b""
    async for some in request.stream():
        body += some
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "This form is too long.")
    try:
        told = parse_qs(body.decode("ascii"), max_num_fields=10, errors="strict", keep_blank_values=True)
    except ValueError as error:
        raise HTTPException(422, "This is no form of this page.") from error
    return {name: values[0].strip() for name, values in told.items()}


Form = Annotated[dict[str, str], Depends(_form)]
