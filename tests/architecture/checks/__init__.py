"""Rules of the architecture, each a function that takes a path and returns findings.

A finding is one line: the file, what is wrong there and what to do about it. The tests
beside this package run the rules on the repository; `test_checks_can_fail.py` runs them
on small planted samples, so that a rule which stopped looking is noticed.
"""
