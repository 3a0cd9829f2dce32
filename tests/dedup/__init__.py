"""Tests of paperlist.dedup: which papers are the same, and why."""
