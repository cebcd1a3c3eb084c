"""Where on earth: positions, axis order, CRS, units, error radius. Pure: no I/O."""
