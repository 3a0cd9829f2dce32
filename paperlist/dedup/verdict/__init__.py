"""Decide whether two papers are the same."""
