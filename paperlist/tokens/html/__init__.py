"""Translate the HTML of a page into the lines that a Markdown converter writes."""
