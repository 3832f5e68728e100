"""`python -m iac_crosswalk`."""

from iac_crosswalk.cli.main import main

main()
