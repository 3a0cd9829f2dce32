"""Tests of paperlist.years: dates are parsed, and their years deduced."""
