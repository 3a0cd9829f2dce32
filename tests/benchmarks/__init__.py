"""Measurements of time and memory, run as scripts: ``python -m tests.benchmarks.parse``."""
