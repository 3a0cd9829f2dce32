"""Show that plots have the right marks, bars and labels, and look as they should."""
