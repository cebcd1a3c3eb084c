"""The seeded generator of the demonstration city; run it with `python -m layers.boynton_beach.make_demo`."""
