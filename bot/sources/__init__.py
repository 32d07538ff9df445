"""Readings fetched from other systems: which addresses may be reached, asking them, and finding the value."""
