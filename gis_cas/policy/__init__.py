"""The city's rules: tracking number, clocks, publication, responsibility. Pure: no I/O; the time is an argument."""
