"""Tests of paperlist.parser and paperlist.explaining: whole dumps are parsed and explained."""
