"""A city's sign-in for the tests: django-oauth-toolkit with a login page, sqlite and an RS256 key, in its own process.

    python provider.py FOLDER PORT REDIRECT_URI

FOLDER holds the database and `key.pem`; another key there and a new start is a change of keys.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

sys.modules["provider"] = sys.modules[__name__]  # Django finds this very module by its name
FOLDER, PORT, REDIRECT_URI = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
ADDRESS = f"http://127.0.0.1:{PORT}"
CLIENT_ID, CLIENT_SECRET = "gis-cas", "a secret / that needs + encoding"
PASSWORD = "a password at the city"  # noqa: S105 - a test's own
PEOPLE: dict[str, dict[str, Any]] = {
    "ann": {"email": "ann@example.gov", "email_verified": True, "groups": ["records", "everybody"]},
    "ben": {"email": "ben@example.gov", "email_verified": False, "groups": ["everybody"]},
    "cleo": {"email": "cleo@example.gov", "email_verified": True, "groups": [], "amr": ["pwd", "mfa"]},
}
LOGIN_PAGE = """<!doctype html><title>The city's sign-in</title><h1>The city's sign-in</h1>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Log in</button></form>"""

settings.configure(
    SECRET_KEY="of a throwaway provider in a test",  # noqa: S106 - a test's own
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="provider",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN_PAGE})],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    LOGIN_URL="/login/",
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": f"{ADDRESS}/o",
        "OIDC_RSA_PRIVATE_KEY": (FOLDER / "key.pem").read_text(encoding="ascii"),
        "OAUTH2_VALIDATOR_CLASS": "provider.Validator",
        "SCOPES": {"openid": "who you are", "email": "your e-mail", "profile": "your name"},
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http"],
        "REQUEST_APPROVAL_PROMPT": "auto",
        "PKCE_REQUIRED": True,
    },
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - needs the settings
from django.contrib.auth.views import LoginView  # noqa: E402 - the same
from django.core.management import call_command  # noqa: E402 - the same
from django.core.wsgi import get_wsgi_application  # noqa: E402 - the same
from django.urls import include, path  # noqa: E402 - the same
from oauth2_provider.models import Application  # noqa: E402 - the same
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402 - the same

urlpatterns = [
    path("login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


class Validator(OAuth2Validator):  # type: ignore[misc] # it comes without types
    """Puts what the city knows of a person into the id_token."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        return {"sub": f"city-{request.user.pk}", **PEOPLE[request.user.username]}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """Write nothing: the tests look at what they get."""


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def people_and_client() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    for name, known in PEOPLE.items():
        if not User.objects.filter(username=name).exists():
            User.objects.create_user(name, known["email"], PASSWORD)
    if not Application.objects.exists():
        Application.objects.create(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
            redirect_uris=REDIRECT_URI,
            algorithm=Application.RS256_ALGORITHM,
            skip_authorization=True,
        )


if __name__ == "__main__":
    people_and_client()
    make_server("127.0.0.1", PORT, get_wsgi_application(), Threads, Quiet).serve_forever()
