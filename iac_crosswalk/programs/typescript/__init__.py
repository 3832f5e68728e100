"""Programs in TypeScript, read with tree-sitter and never run."""
