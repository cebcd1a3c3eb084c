"""Headers that every answer carries, and the nonce that a page's own scripts and styles need."""

import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]

_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def content_security_policy(nonce: str) -> str:
    """The policy of one answer: nothing but this host, no inline script or style without the answer's own nonce."""
    return (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


class SecurityHeaders:
    """Gives each request a nonce (`request.state.nonce`) and each answer its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store" if _private(scope["path"]) else b"no-cache"))
                headers.append((b"content-security-policy", content_security_policy(nonce).encode("ascii")))
                headers.extend(_FIXED)
                if scope["scheme"] == "https":  # as the trusted proxy said, which the layers within have found out
                    headers.append(_HSTS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _private(path: str) -> bool:
    return path.startswith("/staff")
