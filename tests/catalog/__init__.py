"""Tests of paperlist.catalog: sightings are merged into entries, and catalogs are saved."""
