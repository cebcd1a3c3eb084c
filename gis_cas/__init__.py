"""A map service that takes location-based requests to a city and routes each to whoever answers for that spot."""
