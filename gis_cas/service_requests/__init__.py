"""What can be done with a request: one verb a file, the present time is always an argument."""
