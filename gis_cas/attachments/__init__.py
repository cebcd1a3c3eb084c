"""Files that people send: what they are, clean copies of them, and where those are kept."""
