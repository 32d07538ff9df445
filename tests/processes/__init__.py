"""Whole processes: how they start, refuse to start, show that they are well, and stop."""
