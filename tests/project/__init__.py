"""Tests of the project as a whole: its structure, its README, and the tools for contributors."""
