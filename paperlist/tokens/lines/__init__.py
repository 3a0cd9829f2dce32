"""Find the lines of a text, without what tools and printers put before, between and beside them.

``splitting`` finds lines without their ``margins`` and without blank lines between all of them (``spacing``).
``sheets`` finds the heads and feet of printed sheets, ``columns`` votes that are beside texts, and ``heads`` what a
tool wrote above the page.
"""
