"""What `make bench` measures: every number of the design, each beside its reference, in one run."""
