"""The worksheet in each format."""
