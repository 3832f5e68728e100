"""`iac-crosswalk curate`: writes the rows that are not judged yet into the mapping file of a
resource.
"""
