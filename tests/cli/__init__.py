"""Tests of paperlist.cli: the command line."""
