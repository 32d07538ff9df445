"""A year of many owners on a fast clock, and an independent checker of what they were sent: see docs/testing.md."""
