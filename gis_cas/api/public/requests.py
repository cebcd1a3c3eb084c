"""`/requests/{number}`: what anyone with the number may see."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from gis_cas.api.dependencies import Language, Nonce, Now, Number, Wired, at_the_door
from gis_cas.api.forms import AskingBrowser, GenuineForm
from gis_cas.api.public.request_page import Page, add_files, draw, which_place
from gis_cas.api.sender_proof import ProofNeeded, ProofShown

router = APIRouter(tags=["pages"], include_in_schema=False)


def _page(wired: Wired, now: Now, nonce: Nonce, language: Language, browser: AskingBrowser) -> Page:
    return Page(wired=wired, now=now, nonce=nonce, language=language, browser=browser)


PageAsked = Annotated[Page, at_the_door(_page)]


@router.get("/requests/{number}")
def one_request(
    number: Number, page: PageAsked, proof: ProofShown, sent: Annotated[str, Query(max_length=10)] = ""
) -> Response:
    """One request's page; `sent=1` makes it the receipt."""
    return draw(page, number, proof, sent=sent)


@router.post("/requests/{number}/attachments")
def add(number: Number, proof: ProofNeeded, form: GenuineForm, page: PageAsked) -> Response:  # noqa: ARG001 - proof is asked for, not read
    """Its sender adds files; what became of each stands on the page that follows."""
    return add_files(page, number, form)


@router.post("/requests/{number}/photo-place")
def photo_place(number: Number, proof: ProofNeeded, form: GenuineForm, page: PageAsked) -> Response:  # noqa: ARG001 - proof is asked for, not read
    """Its sender says which is right: the pin, or where the photo was taken."""
    return which_place(page, number, form)
