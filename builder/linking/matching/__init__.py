"""The matcher both derivations use: words, trees, similarity, assignment, confidence."""
