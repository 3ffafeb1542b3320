"""forms, print, verify."""

from argparse import Namespace

from app.cases.overview import find_by_number
from app.cli.opened import opened
from app.cli.terminal import complain, read_file, say, say_json
from app.errors import UserError
from app.forms import FORMS
from app.forms.issuing import issue
from app.forms.issuing import print_form as print_unstamped
from app.office.saving import save_bytes
from app.office.seals import seal_named
from app.office.verifying import Verdict, verify_in_office
from app.office.verifying import verify as judge


def forms(arguments: Namespace) -> int:
    """Every printed form: key, Chinese name, what it needs."""
    if arguments.json:
        say_json([form.as_json() for form in FORMS])
        return 0
    for form in FORMS:
        own = "（参考样式）" if form.is_reference_layout else ""
        say(f"{form.key}\t{form.name}{own}\t需要{form.needs.value}\t一般 {form.copies} 份")
    return 0


def print_form(arguments: Namespace) -> int:
    """A form of one case as PDF; with --stamp it is issued."""
    if arguments.stamp and not arguments.reason.strip():
        raise UserError("签发文书要写明事由，请加 --reason。")
    with opened(arguments) as office:
        case_id = find_by_number(office, arguments.case)
        if arguments.stamp:
            issued = issue(
                office,
                form=arguments.form,
                case_id=case_id,
                reason=arguments.reason,
                purpose=arguments.purpose,
                seal_id=seal_named(office, arguments.seal),
            )
            save_bytes(arguments.out, issued.pdf)
            told: dict[str, object] = {
                "serial": issued.serial,
                "form": issued.form,
                "issued": issued.issued_on.isoformat(),
                "sha256": issued.sha256,
                "pages": issued.pages,
            }
            notes = issued.notes
        else:
            printed = print_unstamped(
                office,
                form=arguments.form,
                case_id=case_id,
                purpose=arguments.purpose,
                reason=arguments.reason,
            )
            save_bytes(arguments.out, printed.pdf)
            told = {"serial": None, "form": printed.form, "pages": printed.pages}
            notes = printed.notes
    for note in notes:
        complain(note)
    if arguments.json:
        say_json(told | {"file": str(arguments.out)})
    else:
        serial = f"，编号 {told['serial']}" if told["serial"] else ""
        say(f"{told['form']}已写好，共 {told['pages']} 页{serial}：{arguments.out}")
    return 0


def verify(arguments: Namespace) -> int:
    """Whether a paper is genuine; exit 0 whenever it could judge."""
    pdf = read_file(arguments.file, what="要核验的文件")
    if arguments.user:
        with opened(arguments) as office:
            verdict = verify_in_office(office, pdf)
    else:
        verdict = judge(pdf, folder=arguments.data, pdf_folder=arguments.file.parent)
    if arguments.json:
        say_json(verdict.as_json())
    else:
        say(_sentence(verdict))
        if verdict.signature:
            say(verdict.signature)
    return 0


def _sentence(verdict: Verdict) -> str:
    source = f"（登记簿：{verdict.register}）" if verdict.register else ""
    if verdict.genuine:
        return f"真实有效：{verdict.form}，编号 {verdict.serial}，{verdict.issued} 由{verdict.issued_by}签发{source}。"
    return f"不能认定为真：{verdict.reason}{source}"
