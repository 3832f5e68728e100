"""The history of other versions: read by a maintainer's command from old releases, committed in
data/history/, and written into the built file."""
