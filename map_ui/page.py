"""From a view model to a page: one method a page, each answering the whole HTML document."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gis_cas.domain.city import City
from gis_cas.policy import tracking_number
from map_ui import account_labels, city_map, file_labels, finding_labels, labels, misroute_labels, outbox_labels, styles
from map_ui.account_views import AccountsView, AccountView, NewAccountView, OwnAccountView
from map_ui.assets import STATIC, asset
from map_ui.finding_views import FindingsView
from map_ui.misroute_views import MisroutesView
from map_ui.outbox_views import LetterView, MessageView, OutboxView, TextsView, TextView
from map_ui.phrasebook import ENGLISH, Phrasebook
from map_ui.qr import qr_svg
from map_ui.sign_in_views import WayInView
from map_ui.staff_views import (
    ApiClientsView,
    LocatorGapsView,
    LoginView,
    StaffListView,
    StaffPageView,
    StaffRequestView,
)
from map_ui.times import CityTimes, whole_days, whole_hours
from map_ui.views import (
    ErrorView,
    FindView,
    HomeView,
    MapView,
    PageView,
    ReportView,
    RequestsView,
    RequestView,
)
from map_ui.words import catalogue, has_catalogue, offered, translations

__all__ = ["STATIC", "Pages"]

TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """The pages of one city.

    `nonce` is the response's Content-Security-Policy nonce: every script and style of the page carries it, and nothing
    in the page needs `unsafe-inline`.
    """

    def __init__(self, *, city: City) -> None:
        self._city = city
        self._environment = cache(self._new_environment)
        self.phrasebook = cache(self._new_phrasebook)

    def home(self, view: HomeView, *, nonce: str) -> str:
        """`/`."""
        return self._page("home.html", view, nonce=nonce, map=city_map.strip(self._city, nonce=nonce, view=view))

    def report(self, view: ReportView, *, nonce: str) -> str:
        """`/report`, first shown or shown again with errors, places to choose from, or the one question."""
        return self._page("report.html", view, nonce=nonce, map=city_map.pin(self._city, nonce=nonce, view=view))

    def map(self, view: MapView, *, nonce: str) -> str:
        """`/map`."""
        return self._page("map.html", view, nonce=nonce, map=city_map.full(self._city, nonce=nonce, view=view))

    def requests(self, view: RequestsView, *, nonce: str) -> str:
        """`/requests`, the list twin of the map."""
        return self._page("requests.html", view, nonce=nonce)

    def request(self, view: RequestView, *, nonce: str) -> str:
        """`/requests/{number}`."""
        drawn = city_map.spot(self._city, nonce=nonce, view=view) if view.position else None
        return self._page("request.html", view, nonce=nonce, map=drawn)

    def find(self, view: FindView, *, nonce: str) -> str:
        """`/find`, when it could not go straight to one request."""
        return self._page("find.html", view, nonce=nonce)

    def error(self, view: ErrorView, *, nonce: str) -> str:
        """Any page that cannot be shown."""
        return self._page("error.html", view, nonce=nonce)

    def login(self, view: LoginView, *, nonce: str) -> str:
        """`/staff/login`."""
        return self._page("staff/login.html", view, nonce=nonce)

    def way_in(self, view: WayInView, *, nonce: str) -> str:
        """The pages around signing in, each by the template that its view names."""
        return self._page(view.TEMPLATE, view, nonce=nonce)

    def staff(self, view: StaffListView, *, nonce: str) -> str:
        """`/staff`."""
        return self._page("staff/list.html", view, nonce=nonce, listing=view)

    def staff_request(self, view: StaffRequestView, *, nonce: str) -> str:
        """`/staff/requests/{number}`."""
        drawn = city_map.case(self._city, nonce=nonce, view=view) if view.place else None
        return self._page("staff/request.html", view, nonce=nonce, map=drawn, listing=view.listing)

    def api_clients(self, view: ApiClientsView, *, nonce: str) -> str:
        """`/staff/api-clients`."""
        return self._page("staff/api_clients.html", view, nonce=nonce, listing=view)

    def outbox(self, view: OutboxView, *, nonce: str) -> str:
        """`/staff/outbox`."""
        return self._office("staff/outbox.html", view, nonce=nonce)

    def message(self, view: MessageView, *, nonce: str) -> str:
        """`/staff/outbox/{id}`."""
        return self._office("staff/outbox_message.html", view, nonce=nonce)

    def letter(self, view: LetterView, *, nonce: str) -> str:
        """`/staff/outbox/{id}/letter`, to be printed."""
        return self._office("staff/letter.html", view, nonce=nonce)

    def texts(self, view: TextsView, *, nonce: str) -> str:
        """`/staff/messages`."""
        return self._office("staff/texts.html", view, nonce=nonce)

    def text(self, view: TextView, *, nonce: str) -> str:
        """`/staff/messages/{name}/{language}`."""
        return self._office("staff/text.html", view, nonce=nonce)

    def _office(self, template: str, view: StaffPageView, *, nonce: str) -> str:
        return self._page(template, view, nonce=nonce, listing=view)

    def accounts(self, view: AccountsView, *, nonce: str) -> str:
        """`/staff/accounts`."""
        return self._office("staff/accounts.html", view, nonce=nonce)

    def new_account(self, view: NewAccountView, *, nonce: str) -> str:
        """`/staff/accounts/new`."""
        return self._office("staff/account_new.html", view, nonce=nonce)

    def account(self, view: AccountView, *, nonce: str) -> str:
        """`/staff/accounts/{id}`."""
        return self._office("staff/account.html", view, nonce=nonce)

    def own_account(self, view: OwnAccountView, *, nonce: str) -> str:
        """`/staff/account`."""
        return self._office("staff/own_account.html", view, nonce=nonce)

    def locator_gaps(self, view: LocatorGapsView, *, nonce: str) -> str:
        """`/gis/locator-gaps`."""
        return self._office("staff/locator_gaps.html", view, nonce=nonce)

    def misroutes(self, view: MisroutesView, *, nonce: str) -> str:
        """`/gis/misroutes`."""
        drawn = city_map.misroutes(self._city, nonce=nonce, view=view) if view.corrected else None
        return self._page("staff/misroutes.html", view, nonce=nonce, listing=view, map=drawn)

    def findings(self, view: FindingsView, *, nonce: str) -> str:
        """`/gis/findings`."""
        drawn = city_map.findings(self._city, nonce=nonce, view=view) if view.findings else None
        return self._page("staff/findings.html", view, nonce=nonce, listing=view, map=drawn)

    def _page(self, template: str, view: PageView, *, nonce: str, **more: Any) -> str:
        language = self.language(view.language)
        environment = self._environment(language)
        context = {"view": view, "nonce": nonce, "now": view.now, "demo": view.demo, "language": language, "map": None}
        context["languages"] = [(code, name, _link(view, code)) for code, name in offered(self._city.languages)]
        return environment.get_template(template).render(context | more)

    def language(self, asked: str) -> str:
        """The language asked for when the city speaks it and there is a catalogue; else English."""
        return asked if asked in self._city.languages and has_catalogue(asked) else ENGLISH

    def _new_phrasebook(self, language: str) -> Phrasebook:
        return Phrasebook(
            language=language, sentences=catalogue(language).sentences, city=self._city.words.get(language)
        )

    def _machine_made(self, language: str) -> bool:
        """Whether a page in the language may show what no person has reviewed yet (R48)."""
        city = self._city.words.get(language)
        return not (catalogue(language).reviewed and (city is None or city.reviewed))

    def _new_environment(self, language: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        words, phrases = translations(language), self.phrasebook(language)
        environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
        environment.globals |= {
            "city": self._city,
            "asset": asset,
            "labels": labels.Labels(words),
            "machine_made": self._machine_made(language),
            "english": lambda text: Markup(' lang="en"') if phrases.sentence(text) is None else "",
            "post": outbox_labels.OutboxLabels(words),
            "misroutes": misroute_labels.MisrouteLabels(words),
            "findings": finding_labels.FindingLabels(words),
            "file_labels": file_labels.FileLabels(words),
            "people": account_labels.AccountLabels(words),
            "times": CityTimes(zone=self._city.time_zone, language=language),
            "marks": styles.BY_STATE,
            "ticks": styles.AGE_TICKS,
            "states": [mark.state for mark in styles.MARKS],
            "whole_hours": whole_hours,
            "whole_days": whole_days,
        }
        environment.filters |= {"said": phrases.said, "said_plain": phrases.plain, "said_part": phrases.part}
        environment.filters["qr"] = qr_svg
        environment.filters["browser"] = account_labels.browser_name
        environment.filters["short"] = labels.short_name
        environment.filters["grouped"] = tracking_number.grouped
        return environment


def _link(view: PageView, language: str) -> str:
    """The same page in another language: a query alone keeps the address."""
    return "?" + urlencode([*view.query, ("lang", language)])
