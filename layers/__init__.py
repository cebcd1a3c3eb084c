"""From a source file to a published jurisdiction layer; geopandas lives only here.

GDAL is told, before it is first loaded, to leave out every driver that follows a pointer out of the file it was given
(VRT) or that talks to a network: an innocent-looking upload could otherwise read local files and fetch addresses.
"""

import os

SKIPPED_DRIVERS = (
    *(
        "VRT",
        "OGR_VRT",
        "GDALG",
        "DERIVED",
        "HTTP",
        "WFS",
        "OAPIF",
        "OGCAPI",
        "CSW",
        "EEDA",
        "EEDAI",
        "PLSCENES",
        "PLMOSAIC",
    ),
    *(
        "Elasticsearch",
        "Carto",
        "AmigoCloud",
        "NGW",
        "GeoRSS",
        "GPSBabel",
        "ADBC",
        "STACTA",
        "STACIT",
        "WCS",
        "WMS",
        "WMTS",
    ),
    *("PostgreSQL", "MySQL", "MSSQLSpatial", "ODBC", "MongoDBv3", "HANA", "GTFS", "PGDUMP", "DAAS", "S57"),
)

os.environ["GDAL_SKIP"] = ",".join(SKIPPED_DRIVERS)
os.environ["OGR_SKIP"] = ",".join(SKIPPED_DRIVERS)
