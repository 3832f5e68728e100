"""Scores answers by independent pairs, by judged samples and by what repositories use."""
