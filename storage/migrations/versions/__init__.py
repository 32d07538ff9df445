"""One module per version of the schema, oldest first; none is changed once released."""
