"""The catalogue: every field that people fill in, once, in the order of the paper form.

One tuple per record; keys are the attributes of the models. Layout, columns and form cells are written
by hand; tests hold them and the catalogue together.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.fields.catalogue.aid import COMFORT, FUND, GRANT, MEASURE, PAYMENT_BATCH, PLAN
from app.fields.catalogue.case import CASE
from app.fields.catalogue.field import Field, Group, Purpose, When, missing
from app.fields.catalogue.filed import FILED
from app.fields.catalogue.household import HOUSEHOLD
from app.fields.catalogue.lines import (
    HARDSHIP_EVENT,
    HOME,
    INCOME_ITEM,
    OUTLAY_ITEM,
    RECEIPT,
    SCHOOLING,
    SUPPORTER,
    VEHICLE,
)
from app.fields.catalogue.people import APPLICANT, MEMBER
from app.fields.catalogue.records import (
    APPRAISAL,
    AUTHORISATION,
    CHECK_REPLY,
    EXIT,
    OBJECTION,
    PUBLICITY,
    SURVEY,
    VISIT,
    VISITOR,
)

RECORDS = (
    ("Person", APPLICANT),
    ("Person", MEMBER),
    ("Household", HOUSEHOLD),
    ("Case", CASE),
    ("IncomeItem", INCOME_ITEM),
    ("OutlayItem", OUTLAY_ITEM),
    ("Receipt", RECEIPT),
    ("Home", HOME),
    ("Vehicle", VEHICLE),
    ("Schooling", SCHOOLING),
    ("HardshipEvent", HARDSHIP_EVENT),
    ("Supporter", SUPPORTER),
    ("Survey", SURVEY),
    ("CheckReply", CHECK_REPLY),
    ("Appraisal", APPRAISAL),
    ("Publicity", PUBLICITY),
    ("Objection", OBJECTION),
    ("Exit", EXIT),
    ("Visit", VISIT),
    ("Authorisation", AUTHORISATION),
    ("Visitor", VISITOR),
    ("Plan", PLAN),
    ("Measure", MEASURE),
    ("Fund", FUND),
    ("Grant", GRANT),
    ("PaymentBatch", PAYMENT_BATCH),
    ("Comfort", COMFORT),
)
"""Every tuple with the name of the model it describes; a person is described twice."""


def by_key(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """One record's fields by key, in the same order."""
    return MappingProxyType({field.key: field for field in fields})


__all__ = [
    "APPLICANT",
    "APPRAISAL",
    "AUTHORISATION",
    "CASE",
    "CHECK_REPLY",
    "COMFORT",
    "EXIT",
    "FILED",
    "FUND",
    "GRANT",
    "HARDSHIP_EVENT",
    "HOME",
    "HOUSEHOLD",
    "INCOME_ITEM",
    "MEASURE",
    "MEMBER",
    "OBJECTION",
    "OUTLAY_ITEM",
    "PAYMENT_BATCH",
    "PLAN",
    "PUBLICITY",
    "RECEIPT",
    "RECORDS",
    "SCHOOLING",
    "SUPPORTER",
    "SURVEY",
    "VEHICLE",
    "VISIT",
    "VISITOR",
    "Field",
    "Group",
    "Purpose",
    "When",
    "by_key",
    "missing",
]
