"""A bug on the command line: one sentence, and a log that holds no person's data."""

import hashlib
import traceback
from datetime import UTC, datetime
from pathlib import Path

from app.office.folder import default_folder

LOG_NAME = "errors.log"


def note_crash(error: BaseException) -> str:
    """Write type and frames (no messages, no values) to the log; the sentence for the user."""
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    code = hashlib.sha256("\n".join([type(error).__name__, *frames]).encode()).hexdigest()[:8]
    log = default_folder() / "logs" / LOG_NAME
    lines = [f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {code} {type(error).__name__}", *frames, ""]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines))
    except OSError:
        return f"程序出错（编号 {code}），没有完成；日志也没能写下，请联系维护人员。"
    return f"程序出错（编号 {code}），没有完成；请把日志交给维护人员：{log}"
