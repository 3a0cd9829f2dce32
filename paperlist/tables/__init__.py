"""Hand rows of values to other libraries as tables, and show them as HTML. This room does not know what a paper is."""
