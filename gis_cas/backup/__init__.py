"""Getting it all back: one sealed file with every row and every file, and the way from it to a service."""
