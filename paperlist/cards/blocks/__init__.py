"""Join the lines of cards to blocks, and leave out what tools added to all cards.

``block`` holds paragraphs and values. ``broken_dates`` and ``sheets`` join what was divided, ``users`` names
submitters, ``labels`` and ``extras`` find what was added, ``wrapping`` finds how lines were broken, and ``joining``
and ``paragraphs`` join them.
"""
