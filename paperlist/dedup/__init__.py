"""Which sightings are of one paper, and what do they say together?"""

from .catalog import Catalog, Entry, merge

__all__ = ["Catalog", "Entry", "merge"]
