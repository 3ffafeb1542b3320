"""Sets the program up on a machine: what ``run`` and ``test`` call before anything else.

Standard library only, because it works before anything is installed. It stands beside the three
floors, not on one of them: nothing in ``app``, ``db`` or ``ui`` imports it.

``prepare``   the virtual environment, and the few system packages it and Qt need
``bundle``    a folder from which an office PC without network installs the program
``checks``    every check of the test command
``lock``      the two lock files, from pyproject.toml
"""
