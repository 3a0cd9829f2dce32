"""Tests of paperlist.dedup: duplicates are found and merged, and catalogs saved."""
