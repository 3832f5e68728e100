"""The layers of the built file: base, linked, final."""
