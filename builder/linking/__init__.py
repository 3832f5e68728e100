"""From Extractions to mappings: by naming rule (rules/) or by comparison (matching/), then composed
through a third system."""
