from builder.model import *
def link(found, cfn): return []
