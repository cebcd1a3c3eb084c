"""From view models to a page. It draws, it never queries; Folium lives only here."""
