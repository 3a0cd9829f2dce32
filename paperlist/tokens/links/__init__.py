"""Find the links on the lines of a page, and name the kinds of pages to which they lead.

``lists`` reads lines that are addresses, ``aims`` names the page of an address, and ``covers`` finds which parts of
lines are links.
"""
