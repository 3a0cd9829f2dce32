"""Explain merges, and find the pairs that a person has to decide on."""
