"""What can be wrong with a value: one closed list, each with the sentence that people read."""

from enum import StrEnum


class Problem(StrEnum):
    """A stable key; `sentence` says what to do. Holds nothing of the value itself."""

    ID_LENGTH = "id_length"
    ID_CHARACTER = "id_character"
    ID_CHECK_DIGIT = "id_check_digit"
    ID_BIRTH_DATE = "id_birth_date"
    ID_FUTURE = "id_future"
    ID_NUMBER_CELL = "id_number_cell"
    ID_UPGRADED = "id_upgraded"
    ID_REGION = "id_region"
    ID_OVER_120 = "id_over_120"
    ID_FOREIGN = "id_foreign"
    MONEY_UNREADABLE = "money_unreadable"
    MONEY_DECIMALS = "money_decimals"
    MONEY_NEGATIVE = "money_negative"
    MONEY_TOO_LARGE = "money_too_large"
    DAY_UNREADABLE = "day_unreadable"
    DAY_IMPOSSIBLE = "day_impossible"
    MONTH_UNREADABLE = "month_unreadable"
    PHONE = "phone"
    CARD_NUMBER_CELL = "card_number_cell"
    CARD_LENGTH = "card_length"
    CARD_CHECK_DIGIT = "card_check_digit"
    USCC_LENGTH = "uscc_length"
    USCC_CHARACTER = "uscc_character"
    USCC_CHECK_DIGIT = "uscc_check_digit"
    USCC_ORGANISATION = "uscc_organisation"
    POSTCODE = "postcode"

    @property
    def sentence(self) -> str:
        """One whole Chinese sentence; the field's name stands beside it, so it is not repeated."""
        return _SENTENCES[self]


_SENTENCES = {
    Problem.ID_LENGTH: "身份证号应为 18 位，请对照证件核对位数。",
    Problem.ID_CHARACTER: "身份证号只能是数字，最后一位可以是 X，请对照证件核对。",
    Problem.ID_CHECK_DIGIT: "身份证号校验码不对，请对照证件逐位核对。",
    Problem.ID_BIRTH_DATE: "身份证号中的出生日期不存在，请对照证件核对其中的年、月、日。",
    Problem.ID_FUTURE: "身份证号中的出生日期晚于今天，请对照证件核对第 7 至 14 位。",
    Problem.ID_NUMBER_CELL: "身份证号存成了数字，后几位已经丢失，请改为文本格式后重新填写。",
    Problem.ID_UPGRADED: "这是 15 位旧身份证号，已升为 18 位，请向本人核对。",
    Problem.ID_REGION: "身份证号前 6 位不在行政区划表中，请对照证件核对。",
    Problem.ID_OVER_120: "按身份证号计算年龄超过 120 岁，请核对。",
    Problem.ID_FOREIGN: "这是港澳台居民居住证或外国人永久居留证的号码，请核对证件种类。",
    Problem.MONEY_UNREADABLE: "金额读不出来，请填写数字，例如 1200.50。",
    Problem.MONEY_DECIMALS: "金额最多两位小数，请改正。",
    Problem.MONEY_NEGATIVE: "金额不能是负数，请改正。",
    Problem.MONEY_TOO_LARGE: "金额太大，请核对单位是否为元。",
    Problem.DAY_UNREADABLE: "日期读不出来，请按 2019-07-01 的样子填写。",
    Problem.DAY_IMPOSSIBLE: "没有这一天，请核对年、月、日。",
    Problem.MONTH_UNREADABLE: "月份读不出来，请按 2019-07 的样子填写。",
    Problem.PHONE: "手机号码应为 1 开头的 11 位数字，请核对。",
    Problem.CARD_NUMBER_CELL: "银行卡号存成了数字，后几位可能已经丢失，请改为文本格式后重新填写。",
    Problem.CARD_LENGTH: "银行卡号应为 16 至 19 位数字，请核对；存折账号可以照填。",
    Problem.CARD_CHECK_DIGIT: "银行卡号校验不符，请对照卡片核对；存折账号可以照填。",
    Problem.USCC_LENGTH: "统一社会信用代码应为 18 位，请核对。",
    Problem.USCC_CHARACTER: "统一社会信用代码只能是数字和大写字母（不含 I、O、S、V、Z），请核对。",
    Problem.USCC_CHECK_DIGIT: "统一社会信用代码校验码不对，请对照证书核对。",
    Problem.USCC_ORGANISATION: "统一社会信用代码中的组织机构代码（第 9 至 17 位）校验不符，请核对。",
    Problem.POSTCODE: "邮政编码应为 6 位数字，请核对。",
}
