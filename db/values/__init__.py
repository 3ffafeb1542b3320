"""Values as they are stored: normalisers and checks for columns, import, screens and search.

Plain Python: no database, no Qt, no clock. A parser gives the value, None for an empty one, or a
`Problem` whose `sentence` people can read; it never raises and never guesses.
"""

from db.values.days import format_day, format_day_chinese, parse_day, parse_month
from db.values.identity import (
    IdCheck,
    age_on,
    check_id,
    id_check_digit,
    normalise_id,
    upgrade_id,
)
from db.values.money import format_money, format_yuan_plain, parse_money
from db.values.numbers import (
    check_card,
    check_phone,
    check_postcode,
    check_uscc,
    luhn_ok,
    normalise_card,
    normalise_phone,
    normalise_postcode,
    normalise_uscc,
)
from db.values.problems import Problem
from db.values.regions import region_name, region_rows
from db.values.text import clean_name, clean_text, half_width, text_of

__all__ = [
    "IdCheck",
    "Problem",
    "age_on",
    "check_card",
    "check_id",
    "check_phone",
    "check_postcode",
    "check_uscc",
    "clean_name",
    "clean_text",
    "format_day",
    "format_day_chinese",
    "format_money",
    "format_yuan_plain",
    "half_width",
    "id_check_digit",
    "luhn_ok",
    "normalise_card",
    "normalise_id",
    "normalise_phone",
    "normalise_postcode",
    "normalise_uscc",
    "parse_day",
    "parse_money",
    "parse_month",
    "region_name",
    "region_rows",
    "text_of",
    "upgrade_id",
]
