"""The built file: where it lies, its rows, and the walk of a path through the types of a schema."""
