"""From words to a place: the city's own locator, driven by the city's own streets."""
