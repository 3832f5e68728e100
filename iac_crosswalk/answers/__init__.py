"""From an attribute to its equivalents in other systems."""
