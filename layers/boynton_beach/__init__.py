"""Boynton Beach, Florida: one city as a folder, with the generator of its demonstration layers."""
