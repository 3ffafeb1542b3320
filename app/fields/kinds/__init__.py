"""Kinds of value: how a text becomes a value, how it is shown, what is odd about it, who may see it.

The set is closed (`KINDS`): an editor, an Excel cell and a diff line exist for each. `parse` takes what
was typed or read, and gives the value to store, None for nothing, or raises UserError (the caller adds
the field). `warnings` never stop anybody.
"""

from app.fields.kinds.amounts import Area, AreaAsFiled, Count, Day, Money, Month, read_area
from app.fields.kinds.choices import Choice, MultiChoice, YesNo
from app.fields.kinds.ground import Kind, Mask, Privacy
from app.fields.kinds.numbers import BankCard, IdNumber, Phone, Postcode, Region
from app.fields.kinds.writing import Contact, Employer, LongText, PersonName, Text

KINDS = (
    Text,
    Employer,
    LongText,
    PersonName,
    IdNumber,
    Phone,
    Contact,
    BankCard,
    Postcode,
    Region,
    Money,
    Day,
    Month,
    Choice,
    MultiChoice,
    YesNo,
    Count,
    Area,
    AreaAsFiled,
)
"""Every kind there is; whoever works by kind handles each of these."""

__all__ = [
    "Area",
    "AreaAsFiled",
    "BankCard",
    "Choice",
    "Contact",
    "Count",
    "Day",
    "Employer",
    "IdNumber",
    "KINDS",
    "Kind",
    "LongText",
    "Mask",
    "Money",
    "Month",
    "MultiChoice",
    "PersonName",
    "Phone",
    "Postcode",
    "Privacy",
    "Region",
    "Text",
    "YesNo",
    "read_area",
]
