"""Tests of paperlist, in one folder per room of the package; README.md here is their map."""
