"""The built file in formats that other tools read. docs/exports.md describes each."""
