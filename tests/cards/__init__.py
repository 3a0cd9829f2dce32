"""Tests of paperlist.cards: the cards of a page are found, and their fields read."""
