"""Deduce the years of dates that the page prints without one."""
