"""The layer workshop: pages of GIS editors and approvers."""
