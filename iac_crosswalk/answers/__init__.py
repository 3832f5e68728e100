"""From an attribute to what stands for it in other systems."""
