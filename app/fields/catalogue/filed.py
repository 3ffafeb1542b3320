"""Which field a text is about that an import kept as filed: it is kept under the name of its column."""

from collections.abc import Mapping
from types import MappingProxyType

from app.fields.catalogue.case import CASE
from app.fields.catalogue.field import Field
from app.fields.catalogue.household import HOUSEHOLD
from app.fields.catalogue.people import APPLICANT, MEMBER
from app.fields.catalogue.person import DISABILITY_KIND

FILED: Mapping[str, Field] = MappingProxyType(
    {field.key: field for field in (*CASE, *HOUSEHOLD, *MEMBER, *APPLICANT)}
    | {"disability": DISABILITY_KIND}
)
"""The column 残疾类别 of a sheet holds the grade as well, so that it is no field's own."""
