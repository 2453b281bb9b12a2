"""Benchmarks: what things cost, as ratios against a named peer or a stated floor in one run."""
