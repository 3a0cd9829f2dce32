"""Test how time and memory grow with hostile input."""
