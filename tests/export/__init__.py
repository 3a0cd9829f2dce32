"""Tests of paperlist.export: papers are written as tables, CSV, Markdown and JSON Lines."""
