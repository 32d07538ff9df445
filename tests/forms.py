"""What the forms call their buttons that show all of them: they begin with what is asked of everybody."""

MORE_OF_OUTCOME = "More: why, dates, part of, short key"
MORE_OF_INDICATOR = "More: what counts, backup, kind, short key"
