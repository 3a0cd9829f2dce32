"""Cluster the sightings that belong to the same paper."""
