"""Select the pairs of papers that are worth comparing."""
