"""The commands of the contract on a real office: shapes of JSON, exit codes, sentences."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, MESSY, PASSWORD, Say

GOLDEN = Path(__file__).parent.parent / "app" / "policy" / "golden"
CASE = "KN4502202400001"


# ------------------------------------------------------------ without an office


@pytest.mark.parametrize(("name", "asked"), [("assess", "facts"), ("aid", "request")])
def test_all_golden_cases_at_once(say: Say, tmp_path: Path, name: str, asked: str) -> None:
    cases = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    file = tmp_path / f"{name}.json"
    file.write_text(json.dumps([case[asked] for case in cases], ensure_ascii=False), "utf-8")
    said = say(name, file)
    assert said.code == 0 and said.err == ""
    assert len(said.json) == len(cases)
    for case, answer in zip(cases, said.json, strict=True):
        assert case["expect"].items() <= answer.items()


def test_facts_from_standard_input(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    case = json.loads((GOLDEN / "assess.json").read_text(encoding="utf-8"))[0]
    data = io.BytesIO(json.dumps(case["facts"]).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data, encoding="utf-8"))
    said = say("assess", "-")
    assert said.code == 0
    assert said.json["id"] == case["facts"]["id"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"policy": "PDS"}', '{"policy": "NONE"}'])
def test_facts_that_cannot_be_read_exit_2(say: Say, tmp_path: Path, text: str) -> None:
    file = tmp_path / "facts.json"
    file.write_text(text, encoding="utf-8")
    said = say("assess", file)
    assert said.code == 2
    assert said.out == "" and said.err.count("\n") == 1


@pytest.mark.parametrize("command", ["assess", "aid", "verify", "import", "restore"])
def test_a_file_that_is_not_there_exits_2(say: Say, office: tuple[str, ...], command: str) -> None:
    where = office if command in ("import", "restore") else ()
    said = say(command, "nothing-here", *where)
    assert said.code == 2
    assert said.out == "" and "没有找到" in said.err


def test_forms_tell_key_name_and_need(say: Say) -> None:
    said = say("forms", "--json")
    assert said.code == 0
    assert {form["key"] for form in said.json} >= {
        "hardship_file",
        "aid_approval",
        "exit_approval",
        "certificate",
    }
    assert all(form["name"] and form["needs"] for form in said.json)
    assert "困难职工帮扶证明" in say("forms").out


# ------------------------------------------------------------ the office


def test_creating_an_office_shows_the_recovery_code_once(say: Say, tmp_path: Path) -> None:
    words = ("office", "create", "--name", "清水县总工会", "--admin", "wang", "--json")
    said = say(*words, "--data", tmp_path / "new")
    assert said.code == 0
    assert len(said.json["recovery_code"].split("-")) == 8
    again = say(*words, "--data", tmp_path / "new")
    assert again.code == 1 and "已经有一个单位" in again.err
    assert said.json["recovery_code"] not in again.err


def test_a_weak_password_is_refused(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANDANG_PASSWORD", "123456")
    said = say(
        "office", "create", "--name", "清水县总工会", "--admin", "wang", "--data", tmp_path / "new"
    )
    assert said.code == 1 and "密码太短" in said.err
    assert not (tmp_path / "new" / "office.db").exists()


def test_where_the_password_comes_from(
    say: Say, office: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUANDANG_PASSWORD")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    said = say("check", *office)
    assert said.code == 1 and "NUANDANG_PASSWORD" in said.err
    file = tmp_path / "password.txt"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    assert say("check", *office, "--password-file", file).code == 0
    file.write_text("wrong-but-long-enough\n", encoding="utf-8")
    said = say("check", *office, "--password-file", file)
    assert said.code == 1 and "账号或密码不正确" in said.err


def test_no_office_no_user(say: Say, office: tuple[str, ...], tmp_path: Path) -> None:
    said = say("check", "--data", tmp_path / "empty", "--user", "lin")
    assert said.code == 1 and "没有单位" in said.err
    said = say("check", *office[:2])
    assert said.code == 1 and "--user" in said.err


def test_the_check_tells_every_part(say: Say, office: tuple[str, ...]) -> None:
    said = say("check", *office, "--json")
    assert said.code == 0 and said.json["ok"] is True
    for line in said.json["checks"]:
        assert set(line) == {"name", "ok", "detail"} and line["ok"] is True


def test_backup_and_restore(say: Say, filled: tuple[str, ...], tmp_path: Path) -> None:
    archive = tmp_path / "stick" / "backup.nuandang"
    archive.parent.mkdir()
    assert say("backup", "--out", archive, *filled, "--json").code == 0
    new = ("--data", str(tmp_path / "restored"), "--user", "lin")
    said = say("restore", archive, *new, "--json")
    assert said.code == 0, said.err
    assert say("find", "450224", *new, "--json").code == 0
    assert say("show", CASE, *new).code in (0, 1)
    assert say("check", *new, "--json").json["ok"] is True


def test_a_backup_that_is_none_is_refused(
    say: Say, office: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "backup.nuandang"
    file.write_bytes(b"not a backup")
    said = say("restore", file, *office)
    assert said.code == 1 and said.err.count("\n") == 1
    assert say("check", *office).code == 0


# ------------------------------------------------------------ import, find, show


def test_a_check_of_an_import_writes_nothing(say: Say, office: tuple[str, ...]) -> None:
    said = say("import", MESSY, "--check", *office, "--json")
    assert said.code == 1
    assert set(said.json) == {
        *("rows", "accepted", "persons", "written", "existing", "differing"),
        *("rejected", "warnings"),
    }
    assert said.json["written"] == 0
    assert all(set(cell) == {"row", "field", "reason"} for cell in said.json["rejected"])
    assert all(set(cell) == {"row", "field", "note"} for cell in said.json["warnings"])
    assert say("find", "450", *office, "--json").json == []


def test_only_the_good_rows_when_asked(say: Say, office: tuple[str, ...], tmp_path: Path) -> None:
    refused = say("import", MESSY, *office, "--json")
    assert refused.code == 1 and refused.json["written"] == 0
    assert "什么都没有写入" in refused.err
    rejects = tmp_path / "rejects.xlsx"
    said = say("import", MESSY, "--accept-good", "--rejects", rejects, *office, "--json")
    assert said.code == 0 and said.err == ""
    assert said.json["written"] == said.json["accepted"] == refused.json["accepted"]
    assert rejects.stat().st_size > 0
    again = say("import", MESSY, "--accept-good", *office, "--json")
    assert again.code == 0 and again.json["accepted"] == 0
    assert again.json["existing"] == said.json["written"] and again.json["differing"] == 0


def test_a_workbook_that_is_none_exits_2(say: Say, office: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(b"PK but no workbook")
    said = say("import", file, *office, "--json")
    assert said.code == 2 and said.out == "" and said.err.count("\n") == 1


def test_find_has_the_contracts_shape(
    say: Say, filled: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = say("find", "dj", *filled, "--json")
    assert said.code == 0 and said.json
    for hit in said.json:
        assert set(hit) == {"case", "name", "id", "category", "stage", "matched"}
        assert hit["id"] == "" or (len(hit["id"]) == 18 and hit["id"][6:14] == "*" * 8)
    assert len(say("find", "450203", "--limit", "3", *filled, "--json").json) == 3
    monkeypatch.setattr(sys, "stdin", io.StringIO("dj\n"))
    assert say("find", "-", *filled, "--json").json == said.json
    nobody = say("find", "没有这个人", *filled)
    assert nobody.code == 0 and nobody.out == "" and "没有找到" in nobody.err


def test_show_tells_the_whole_file(say: Say, filled: tuple[str, ...]) -> None:
    number = say("find", "dj", *filled, "--json").json[0]["case"]
    told = say("show", number, *filled, "--json")
    assert told.code == 0
    assert told.json["编号"] == number
    assert told.json["家庭成员"] and told.json["申请人"]
    assert not any(value == "" for row in told.json["家庭成员"] for value in row.values())
    lines = say("show", number, *filled)
    assert lines.code == 0 and f"编号：{number}" in lines.out
    said = say("show", "KN-NONE", *filled)
    assert said.code == 1 and "没有这个编号" in said.err


# ------------------------------------------------------------ papers


def test_print_and_verify(say: Say, filled: tuple[str, ...], tmp_path: Path) -> None:
    number = say("find", "dj", *filled, "--json").json[0]["case"]
    file = tmp_path / "file.pdf"
    said = say("print", "hardship_file", number, "--out", file, *filled, "--json")
    assert said.code == 0, said.err
    assert said.json["serial"] is None and file.read_bytes().startswith(b"%PDF")
    verdict = say("verify", file, "--json")
    assert verdict.code == 0
    assert set(verdict.json) == {
        *("genuine", "serial", "form", "issued", "issued_by", "void", "register", "reason"),
    }
    assert verdict.json["genuine"] is False and verdict.json["reason"]
    assert say("verify", file, *filled, "--json").json["register"] == "本机"


def test_print_refuses_in_one_sentence(say: Say, filled: tuple[str, ...], tmp_path: Path) -> None:
    number = say("find", "dj", *filled, "--json").json[0]["case"]
    out = ("--out", str(tmp_path / "a.pdf"))
    for words, sentence in (
        (("hardship_file", number, *out, "--stamp"), "--reason"),
        (("nothing", number, *out), "没有这种表格"),
        (("hardship_file", "KN-NONE", *out), "没有这个编号"),
        (("aid_approval", number, *out), "没有这项救助"),
        (("hardship_file", number, *out, "--stamp", "--reason", "归档"), "印章"),
    ):
        said = say("print", *words, *filled)
        assert said.code == 1 and said.out == ""
        assert said.err.count("\n") == 1 and sentence in said.err
    assert not (tmp_path / "a.pdf").exists()


def test_an_issuer_that_is_nowhere(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "alone" / "paper.pdf"
    file.parent.mkdir()
    file.write_bytes(b"%PDF-1.4 nothing")
    said = say("verify", file, "--json")
    assert said.code == 0
    assert said.json["genuine"] is False and said.json["reason"] == "未找到签发单位"


def test_the_clean_sample_is_clean(say: Say, office: tuple[str, ...]) -> None:
    said = say("import", GOOD, *office, "--json")
    assert said.code == 0
    assert said.json["rejected"] == [] and said.json["written"] == 120
