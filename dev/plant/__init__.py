"""The demo plant: one invented maker of titanium bone screws, told chapter by chapter.

Every fact enters through a running server, over HTTP, as the person whose role
allows it: the plant is what the product lets people do, never rows put in by hand.
"""
