"""Opening the demo office from the welcome page: invented people, in a folder of its own."""

from app.errors import UserError
from ui.screens.login.presenter import Door, Opened


def open_demo(door: Door) -> Opened:
    """Make the demo office beside the real folder if it is not there, and log in to it."""
    raise UserError("演示单位还没有装好，请在命令行运行 main.py demo。")
