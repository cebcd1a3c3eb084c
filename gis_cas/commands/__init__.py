"""The commands behind `gis-cas`, one file each."""
