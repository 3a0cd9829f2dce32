"""What several tests share: invented pages, damage, strategies, and a way to run the command line."""
