"""Find the phrases of the page on a line.

``line`` splits a line by the ``patterns`` of the phrases. ``plain`` finds lines that are certainly just text,
``shapes`` remembers how lines of phrases were split, and ``context`` reads lines whose meaning depends on earlier
ones.
"""
