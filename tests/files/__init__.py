"""Tests of paperlist.files: files and streams are decompressed, decoded, written and locked."""
