"""The built file in formats that others read: docs/exports.md describes each."""
