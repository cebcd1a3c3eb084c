"""From a source file to a published jurisdiction layer; geopandas lives only here.

GDAL is told, before it is first loaded, to leave out every driver but those for the few formats that are taken: others
follow pointers out of the file they were given (VRT, GML) or talk to a network, and an innocent-looking upload could
read local files and fetch addresses with them.
"""

import os

KEPT_DRIVERS = frozenset({"GeoJSON", "GPKG", "ESRI Shapefile", "FlatGeobuf", "OpenFileGDB", "MEM"})

SKIPPED_DRIVERS = (
    *("ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF", "EDIGEO"),
    *("EEDA", "ESRIJSON", "Elasticsearch", "GDALG", "GML", "GPSBabel", "GPX", "GTFS", "GeoJSONSeq", "GeoRSS"),
    *("HTTP", "Idrisi", "JML", "JSONFG", "KML", "LIBKML", "LVBAG", "MBTiles", "MVT", "MapInfo File", "MapML"),
    *("MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT", "OSM", "PCIDSK", "PDF"),
    *("PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK"),
    *("VICAR", "WAsP", "WFS", "XLSX"),
)
"""What GDAL 3.12 in pyogrio's wheel brings besides; `layers.read` refuses to work where anything else is left."""

os.environ["GDAL_SKIP"] = ",".join(SKIPPED_DRIVERS)  # environment: written for GDAL, not read
