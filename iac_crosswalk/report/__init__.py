"""A migration worksheet: the equivalents in another system of everything that a file uses."""
