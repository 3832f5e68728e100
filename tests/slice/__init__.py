"""A small knowledge base for the fast tests: what the sources say of the resources that tests name.

`make.py` cuts it out of the real sources; `build.py` builds it in seconds, without any source
package. slice.json.xz is input data: nothing in it is written by hand.
"""
