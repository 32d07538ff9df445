"""Other systems, asked for values."""
