"""Translate other notations of a page into lines as in Markdown.

``dialects`` translates other markup languages, ``outlines`` the outline that a browser makes for programs, ``strings``
lists of strings and cells of CSV, ``tables`` tables with names above their columns, and ``digests`` lists with a paper
on each line, both by ``rows``; ``stand_ins`` finds words in place of pictures.
"""
