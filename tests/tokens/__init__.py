"""Tests of paperlist.tokens: a text is split into tokens."""
