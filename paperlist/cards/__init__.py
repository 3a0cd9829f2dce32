"""Find the cards on a page, and read the papers that they show."""
