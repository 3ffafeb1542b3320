"""The demo office: invented people, every stage, one household from application to the end of the watch.

Everything in it was done by the real operations, under the accounts that may do them, on days spread
over the past months. Stands above the other rooms and is used by the command `demo` and by the window.
"""

from app.demo.building import PASSWORD, DemoOffice, build_demo
from app.demo.cast import ADMIN, CLERK, COLLEAGUES, Colleague

__all__ = ["ADMIN", "CLERK", "COLLEAGUES", "PASSWORD", "Colleague", "DemoOffice", "build_demo"]
