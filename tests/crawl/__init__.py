"""Tests of merging in parts, with any executor."""
