"""Many spots at once: an exact grid over the layers in force, and whole decisions by the very same policy."""
