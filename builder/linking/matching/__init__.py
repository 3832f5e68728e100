"""The matcher of both derivations: words, trees, similarity, assignment, confidence."""
