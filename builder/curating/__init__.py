"""`iac-crosswalk curate`: what is still to be judged about a resource, written into its mapping
file.
"""
