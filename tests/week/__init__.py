"""The first working week of two teams, run over real sockets by real processes."""
