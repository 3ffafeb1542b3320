"""Invented people and households, for the demo office and the benchmarks. Plain Python, no file.

Names are put together by chance, numbers have the right check digits; nobody is meant. The same seed
gives the same people.
"""

from app.invented.households import InventedHousehold, Plot, invent_household
from app.invented.people import Inventor

__all__ = ["InventedHousehold", "Inventor", "Plot", "invent_household"]
