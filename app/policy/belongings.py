"""Conditions on what a household has: homes, vehicles, companies, schooling, a contract."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from app.policy.amounts import exact, grouped, square_metres, times
from app.policy.comparing import OPERATORS, Outcome, Sums
from app.policy.facts import Facts, FactsError
from app.policy.reading import Node, shown


@dataclass(frozen=True, slots=True)
class HomesAtLeast:
    """The household has that many homes or more."""

    count: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("count").whole())

    def outcome(self, sums: Sums) -> Outcome:
        homes = len(sums.facts.household.homes)
        return Outcome(homes >= self.count, f"住房 {homes} 套，界限为 {self.count} 套及以上")


_AREA_STANDARDS: dict[str, tuple[str, Callable[[Facts], int | None]]] = {
    "mean_area": ("当地人均住房面积", lambda facts: facts.region.mean_area),
    "min_area": ("当地最低住房标准", lambda facts: facts.region.min_area),
}


@dataclass(frozen=True, slots=True)
class AreaPerHead:
    """The area of all homes against n × a standard of the region, in hundredths of m²."""

    standard: str
    operator: str

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(
            node.at("standard").one_of(tuple(_AREA_STANDARDS)),
            node.at("op").one_of(tuple(OPERATORS)),
        )

    def outcome(self, sums: Sums) -> Outcome:
        title, of_region = _AREA_STANDARDS[self.standard]
        limit = of_region(sums.facts)
        if limit is None:
            raise FactsError(f"请填写{title}，本标准要用。", field=f"region.{self.standard}")
        total = 0
        for index, home in enumerate(sums.facts.household.homes):
            if home.area is None:
                raise FactsError(
                    "请填写这套住房的面积，本标准要用。", field=f"household.homes[{index}].area"
                )
            total += home.area
        word, compare = OPERATORS[self.operator]
        bound = limit * sums.n
        return Outcome(
            compare(total, bound),
            f"住房面积合计 {square_metres(total)} 平方米，界限为{word}{title} "
            f"{square_metres(limit)} 平方米 × {sums.n} 人 = {square_metres(bound)} 平方米",
        )


@dataclass(frozen=True, slots=True)
class AllDeeded:
    """The household holds the deed of every home."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        homes = sums.facts.household.homes
        deeded = sum(home.deeded for home in homes)
        return Outcome(
            deeded == len(homes), f"住房 {len(homes)} 套中有产权的 {deeded} 套，条件是全部有产权"
        )


@dataclass(frozen=True, slots=True)
class CauseMember:
    """The hardship was caused by a member of one of these relations."""

    relations: tuple[str, ...]

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("relations").texts())

    def outcome(self, sums: Sums) -> Outcome:
        cause = sums.facts.household.cause_member
        named = f"“{shown(cause)}”" if cause else "未填写"
        return Outcome(
            cause in self.relations, f"致困成员为{named}，条件是{'、'.join(self.relations)}之一"
        )


@dataclass(frozen=True, slots=True)
class OrdinaryVehicle:
    """Any vehicle that is not a disability aid."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        vehicles = sums.facts.household.vehicles
        ordinary = sum(not vehicle.disability_aid for vehicle in vehicles)
        return Outcome(
            ordinary > 0,
            f"车辆 {len(vehicles)} 辆，其中非残疾人功能性用车 {ordinary} 辆，界限为 1 辆及以上",
        )


@dataclass(frozen=True, slots=True)
class CompanyController:
    """Somebody of the household controls a company."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        controls = sums.facts.household.company_controller
        state = "是" if controls else "不是"
        return Outcome(controls, f"家庭成员{state}企业的控股股东或实际控制人")


@dataclass(frozen=True, slots=True)
class PrivateOrOverseas:
    """Anybody goes to a fee-charging private school or studies overseas at own cost."""

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls()

    def outcome(self, sums: Sums) -> Outcome:
        count = sum(school.private_or_overseas for school in sums.facts.household.schooling)
        return Outcome(count > 0, f"就读收费民办学校或自费留学 {count} 人，界限为 1 人及以上")


@dataclass(frozen=True, slots=True)
class SchoolFee:
    """Any fee above `tenths` / 10 × the fee of a public school of the same grade."""

    tenths: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("tenths").whole())

    def outcome(self, sums: Sums) -> Outcome:
        holds = False
        texts = []
        for index, school in enumerate(sums.facts.household.schooling):
            path = f"household.schooling[{index}]"
            if school.fee is None:
                raise FactsError("请填写这所学校的学费，本标准要用。", field=f"{path}.fee")
            if school.public_fee is None:
                raise FactsError(
                    "请填写当地同级公办学校的学费，本标准要用。", field=f"{path}.public_fee"
                )
            holds = holds or school.fee * 10 > school.public_fee * self.tenths
            texts.append(
                f"学费 {grouped(school.fee)} 元，界限为高于同级公办学校 "
                f"{grouped(school.public_fee)} × {times(self.tenths)} = "
                f"{exact(school.public_fee * self.tenths, 3)} 元"
            )
        return Outcome(holds, "；".join(texts) or "没有登记就学费用")


@dataclass(frozen=True, slots=True)
class MigrantTerm:
    """A migrant worker whose contract is shorter than `months`."""

    months: int

    @classmethod
    def read(cls, node: Node) -> Self:
        return cls(node.at("months").whole())

    def outcome(self, sums: Sums) -> Outcome:
        applicant = sums.facts.applicant
        if not applicant.migrant:
            return Outcome(False, "申请人不是农民工")
        if applicant.contract_months is None:
            raise FactsError(
                "申请人是农民工，请填写劳动合同期限（月数），本标准要用。",
                field="applicant.contract_months",
            )
        return Outcome(
            applicant.contract_months < self.months,
            f"申请人是农民工，劳动合同期限 {applicant.contract_months} 个月，"
            f"界限为不足 {self.months} 个月",
        )
