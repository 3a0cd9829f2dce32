"""Tests of paperlist.model and paperlist.errors: papers, listings, dates, sightings and diagnostics."""
