"""What the doctor looks at while the service runs: background work, clocks, disk, mail, the way in from outside."""

import shutil
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from gis_cas.commands.finding import Finding
from gis_cas.settings import Settings

BEAT_IS_OLD_S = 120
WAITS_TOO_LONG_S = 300
CLOCKS_APART_S = 5
LEAST_FREE_SHARE, LEAST_FREE_BYTES = 0.05, 1_000_000_000
_MAIL_WITHIN_S = 5.0


def background(figures: dict[str, float]) -> Iterator[Finding]:
    """Whether anybody does the background's work, and whether any of it hangs; figures as `waiting` counts them."""
    age = figures["worker_beat_age_seconds"]
    yield Finding(
        what="Background work",
        well=0 <= age <= BEAT_IS_OLD_S,
        says=f"last heard of {age:.0f} seconds ago" if age >= 0 else "has never run",
        remedy="Start it with: gis-cas work (make run does it too).",
    )
    hour, day = int(figures["stuck_jobs_last_hour"]), int(figures["stuck_jobs_last_day"])
    yield Finding(
        what="Stuck jobs",
        well=hour == 0,
        says=f"{hour} in the last hour hung, or lost their worker; {day} in the last 24 hours",
        remedy="They were given back. The worker's log names each; cas.stuck_job keeps them.",
    )
    waited = figures["oldest_waiting_job_seconds"]
    yield Finding(
        what="Waiting jobs",
        well=waited <= WAITS_TOO_LONG_S,
        says=f"the oldest that may begin has waited {waited:.0f} seconds" if waited else "none that may begin",
        remedy="Start another worker (gis-cas work), or read in its log why jobs fail.",
    )
    ahead = figures["clock_ahead_seconds"]
    yield Finding(
        what="Clocks",
        well=abs(ahead) <= CLOCKS_APART_S,
        says=f"the database's and this machine's are {abs(ahead):.1f} seconds apart",
        remedy="Let both machines keep time from the same server.",
    )


def disk(settings: Settings) -> Finding:
    """Whether the data folder has room."""
    place = next(folder for folder in (settings.data_dir, *settings.data_dir.parents) if folder.exists())
    room = shutil.disk_usage(place)
    return Finding(
        what="Disk",
        well=room.free >= min(LEAST_FREE_BYTES, room.total * LEAST_FREE_SHARE),
        says=f"{room.free / 1e9:.1f} of {room.total / 1e9:.1f} GB are free for {settings.data_dir}",
        remedy="Make room, or move the data folder with GIS_CAS_DATA_DIR.",
    )


def mail(settings: Settings) -> Finding:
    """Whether the mail server, if there is one, takes a connection."""
    given = settings.mail
    if settings.demo or given.via != "smtp" or given.host is None:
        return Finding(what="Mail", well=True, says="kept as files; nothing leaves this machine")
    where = f"{given.host}:{given.port}"
    try:
        socket.create_connection((given.host, given.port), timeout=_MAIL_WITHIN_S).close()
    except OSError as error:
        return Finding(
            what="Mail",
            well=False,
            says=f"{where} does not answer ({type(error).__name__})",
            remedy="Check GIS_CAS_MAIL_HOST and GIS_CAS_MAIL_PORT and the way there; messages wait meanwhile.",
        )
    return Finding(what="Mail", well=True, says=f"{where} answers")


def way_in(settings: Settings) -> Finding:
    """Whether people come in by TLS, and whether the proxy that ends it is named."""
    site = urlsplit(settings.address)
    if settings.demo or _is_this_machine(site.hostname or ""):
        return Finding(what="Way in", well=True, says=f"{settings.address}, for this machine only")
    if site.scheme != "https":
        return Finding(
            what="Way in",
            well=False,
            says=f"people come by {settings.address}, which anybody on the way can read",
            remedy="Put a proxy with TLS in front and give its https address in GIS_CAS_SITE_URL.",
        )
    return Finding(
        what="Way in",
        well=settings.trusted_proxy is not None,
        says=f"{settings.address} through {settings.trusted_proxy or 'a proxy that is not named'}",
        remedy="Name the proxy in GIS_CAS_TRUSTED_PROXY: else all visitors are one client, and cookies not for https.",
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
