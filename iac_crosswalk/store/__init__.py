"""The built file: its location, its rows, and the walk of a path through the types of a schema."""
