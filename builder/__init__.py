"""Makes the knowledge base: reads the source packages, links what they describe, writes
data/crosswalk.db."""
