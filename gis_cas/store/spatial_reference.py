"""The city's measuring CRS as PostGIS knows it, pinned to the same operation that the program uses.

PostGIS 3.3 has no function for a PROJ pipeline. A row of one's own in `spatial_ref_sys` with the pipeline's projection
as `proj4text`, and no datum, leaves PROJ nothing to choose: the feet are the program's own. The program itself stores
feet computed in Python; the row is for a GIS that measures in the database, and for the test that both agree.
"""

USER_SRID = 998_001
"""In the range that PostGIS leaves to users (998000 to 998999)."""


def pinned_proj4(pipeline: str) -> str:
    """The one projection step of a pipeline from degrees, as a PROJ string.

    Raises ValueError for a pipeline that does anything else besides, such as shifting a datum.
    """
    steps = [step.strip() for step in pipeline.split("+step")[1:]]
    others = [step for step in steps if not step.startswith(("+proj=unitconvert", "+proj=axisswap"))]
    if len(others) != 1 or others[0].startswith("+inv"):
        raise ValueError(f"A pipeline of one projection is needed, not: {pipeline}")
    return f"{others[0]} +no_defs"


def pin_spatial_reference(pipeline: str, srid: int = USER_SRID) -> str:
    """The statement, for a superuser, that puts the city's projection into `spatial_ref_sys`."""
    proj4 = pinned_proj4(pipeline).replace("'", "''")
    return (
        f"INSERT INTO public.spatial_ref_sys (srid, proj4text) VALUES ({srid}, '{proj4}') "  # noqa: S608 - quoted above
        "ON CONFLICT (srid) DO UPDATE "
        "SET auth_name = NULL, auth_srid = NULL, srtext = NULL, proj4text = excluded.proj4text"
    )
