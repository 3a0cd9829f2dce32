"""Normalize titles, abstracts and ids, so that differences of spelling do not matter."""
