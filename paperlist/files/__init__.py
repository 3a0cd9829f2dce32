"""Open, decompress, decode and write files."""
