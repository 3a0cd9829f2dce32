"""Weigh the evidence for and against the claim that two papers are the same."""
