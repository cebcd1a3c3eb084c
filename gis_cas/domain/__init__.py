"""The words of the policy as frozen values. No I/O, no present time."""
