"""Test that catalog files are written and read."""
