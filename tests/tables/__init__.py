"""Tests of paperlist.tables, adapting and importing: tables and HTML of papers, and papers from tables."""
