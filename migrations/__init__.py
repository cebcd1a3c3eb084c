"""The database's schema, step by step; run by the owner role through `gis_cas.store.migrate`."""
