"""The background's corridor: a file for each task and chore, a row for it in `table.py`, the queue's life."""
