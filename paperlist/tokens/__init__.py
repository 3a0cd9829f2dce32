"""Split the text of a dump into tokens."""
