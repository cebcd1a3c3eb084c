"""Placeholder until the request writer follows."""
def write_requests(path, city):
    return 0
