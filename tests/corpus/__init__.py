"""Tests with real dumps and sightings, which are skipped unless PAPERLIST_CORPUS names their folder."""
