"""Translate other notations of a page into lines as in Markdown.

``dialects`` translates other markup languages, ``outlines`` the outline that a browser makes for programs, ``strings``
lists of strings and cells of CSV, and ``stand_ins`` finds words in place of pictures.
"""
