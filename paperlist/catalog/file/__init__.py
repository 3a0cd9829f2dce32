"""Write catalog files, and read them without losing any line."""
