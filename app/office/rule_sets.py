"""The rule sets that come with the program, as the settings show them."""

from dataclasses import dataclass

from app.office.standards import AID, RECOGNITION
from app.policy.aidrules import aid_rules
from app.policy.rules import rule_sets


@dataclass(frozen=True)
class KnownRules:
    """One rule set: where it holds, which document it follows, and what of it is our own reading."""

    id: str
    purpose: str
    title: str
    place: str
    citation: str
    unverified: tuple[str, ...]

    @property
    def label(self) -> str:
        """What is chosen from a list."""
        return (
            f"{self.place}：{self.title}（{self.id}）"
            if self.place
            else f"{self.title}（{self.id}）"
        )


def known_rules() -> tuple[KnownRules, ...]:
    """Every rule set, for recognition first, then for aid."""
    recognition = (
        KnownRules(
            rules.id,
            RECOGNITION,
            rules.document.title,
            rules.document.place or "",
            rules.citation,
            rules.unverified,
        )
        for rules in rule_sets()
    )
    aid = (
        KnownRules(
            rules.id,
            AID,
            rules.document.title,
            rules.document.place or "",
            rules.document.citation,
            (),
        )
        for rules in aid_rules()
    )
    return (*recognition, *aid)


def rules_named(purpose: str, name: str) -> KnownRules | None:
    """One of them."""
    return next(
        (rules for rules in known_rules() if (rules.purpose, rules.id) == (purpose, name)), None
    )
