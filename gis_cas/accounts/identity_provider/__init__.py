"""The city's directory as an OpenID Connect provider: who it says has come, and every reason not to believe it."""

from gis_cas.accounts.identity_provider.code_flow import CodeFlow, Departure
from gis_cas.accounts.identity_provider.id_token import Identity
from gis_cas.accounts.identity_provider.registration import Registration

__all__ = ["CodeFlow", "Departure", "Identity", "Registration"]
