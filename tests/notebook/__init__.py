"""Show that the notebook in ``samples/`` runs, and that its output is the one that is committed."""
