"""What stands on a map: each a Folium MacroElement that calls one script module of ours with its options."""
