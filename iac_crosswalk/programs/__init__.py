"""Programs and templates, read without judgement."""
