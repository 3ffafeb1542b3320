"""The backups know where the journal stood: a cut tail and an older file are found."""

import shutil

from app.office import backups
from app.office.checking import check_office
from app.office.session import Office
from app.office.settings import save_settings
from db.connection import DATABASE_NAME
from tests.conftest import OpenAs


def anchors(office: Office) -> tuple[bool, str]:
    """The line of the check about the backups."""
    line = next(one for one in check_office(office).checks if one.name == "备份锚点")
    return line.ok, line.detail


def test_an_untouched_journal_agrees_with_every_backup(office: Office) -> None:
    save_settings(office, values={"complaint_phone": "1"})
    backups.automatic(office, "hand")
    save_settings(office, values={"complaint_phone": "2"})
    assert anchors(office) == (True, "与 1 份备份记下的位置相符")


def test_a_cut_tail_is_found(office: Office) -> None:
    save_settings(office, values={"complaint_phone": "1"})
    backups.automatic(office, "hand")
    with office.writer.begin() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM operation").scalar_one()
        for table in ("row_image", "new_rows"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE operation_id = {last}")
        connection.exec_driver_sql(f"DELETE FROM operation WHERE id = {last}")
    is_ok, told = anchors(office)
    assert not is_ok
    assert "截短" in told


def test_an_older_file_put_in_place_of_the_living_one_is_found(open_as: OpenAs) -> None:
    office = open_as("admin")
    folder = office.folder
    office.close()
    shutil.copy(folder / DATABASE_NAME, folder / "older.db")
    office = open_as("admin")
    for number in "12345":
        save_settings(office, values={"complaint_phone": number})
    backups.automatic(office, "hand")
    office.close()
    shutil.copy(folder / "older.db", folder / DATABASE_NAME)
    for tail in ("-wal", "-shm"):
        (folder / f"{DATABASE_NAME}{tail}").unlink(missing_ok=True)
    assert not anchors(open_as("admin"))[0]
