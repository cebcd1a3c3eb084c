"""The staff desk: ways in, the list with due first, one request, four verbs; and the client programs."""

from gis_cas.api.staff.account_ways import router as account_ways_router
from gis_cas.api.staff.accounts import router as accounts_router
from gis_cas.api.staff.api_clients import router as api_clients_router
from gis_cas.api.staff.attachments import router as attachments_router
from gis_cas.api.staff.by_link import router as by_link_router
from gis_cas.api.staff.city_sign_in import router as city_sign_in_router
from gis_cas.api.staff.desk import router as desk_router
from gis_cas.api.staff.message_texts import router as message_texts_router
from gis_cas.api.staff.outbox import router as outbox_router
from gis_cas.api.staff.own_account import router as own_account_router
from gis_cas.api.staff.part_verbs import router as part_verbs_router
from gis_cas.api.staff.second_factor import router as second_factor_router
from gis_cas.api.staff.sign_in import router as sign_in_router
from gis_cas.api.staff.verbs import router as verbs_router

STAFF_ROUTERS = (
    sign_in_router,
    desk_router,
    verbs_router,
    part_verbs_router,
    attachments_router,
    api_clients_router,
    outbox_router,
    message_texts_router,
    second_factor_router,
    city_sign_in_router,
    by_link_router,
    own_account_router,
    accounts_router,
    account_ways_router,
)

__all__ = ["STAFF_ROUTERS"]
