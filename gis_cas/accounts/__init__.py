"""Staff accounts: who may come in."""
