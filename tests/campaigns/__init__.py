"""Long runs against the promises of reliability; the small versions are in the test command.

`python -m tests.campaigns <name> --count <n> --seed <s>`; each prints its figures as JSON and fails
where one that must be zero is not.
"""
