"""Naming, schemas and the column kinds that every table shares."""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import Column, DateTime, MetaData, func

PRIVATE = "cas"
PUBLISHED = "published"

SRID = 4326
SRID_FT = -1
"""`geom_ft` takes any SRID: each city has its own projected CRS (`srid_ft` in city.toml, feet), set by who writes."""

SRID_WEB = 3857

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def recorded_at() -> Column[Any]:
    """When the row was written (UTC, by the database)."""
    return Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now())


def geometry(name: str, kind: str, srid: int, *, nullable: bool = False) -> Column[Any]:
    """A geometry column without the automatic index: each table names its own."""
    return Column(name, Geometry(kind, srid=srid, spatial_index=False), nullable=nullable)
