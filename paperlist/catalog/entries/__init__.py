"""Compute the entries of all sightings, and answer questions about them."""
