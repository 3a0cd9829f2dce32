"""Which formats can papers be written in?

One module a format.
"""
