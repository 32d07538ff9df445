"""Killing real processes at every named point, and counting what people got."""
