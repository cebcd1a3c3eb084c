"""HTTP and nothing else: parse at the door, call one use case or one read, answer."""
