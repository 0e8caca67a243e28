"""Facts about the JSON Schemas: they are up to date, there is one for each document, and real output keeps to them."""

from __future__ import annotations

import json
import re
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from tests import by_hand
from tests.cases.folder import tell
from tests.errors import gallery
from thidua_cli.catalogue import Text
from thidua_cli.desk import SelfTest, Trial
from thidua_cli.render.desk import self_tested_json

ROOT: Final = Path(__file__).parent.parent
SCRIPT: Final = runpy.run_path(str(ROOT / "docs" / "make_schemas.py"))
FILES: Final[dict[str, str]] = SCRIPT["files"]()
DOCUMENTS: Final[dict[str, Any]] = SCRIPT["DOCUMENTS"]


def _strict(schema: Any) -> Any:
    """The schema without room for keys that it does not name: what is printed must be described."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _strict(value) for key, value in schema.items()}
    return (
        closed | {"additionalProperties": False}
        if schema.get("type") == "object" and "properties" in schema
        else closed
    )


VALIDATORS: Final = {name: Draft202012Validator(_strict(json.loads(text))) for name, text in FILES.items()}


def _plain(value: Any) -> Any:
    """Exact decimals as the numbers that JSON Schema knows."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def faults(document: dict[str, Any]) -> list[str]:
    """What in a document is not as its schema says."""
    validator = VALIDATORS[f"{document['schema'].replace('/', '-')}.json"]
    found = validator.iter_errors(_plain(document))
    return [f"{document['schema']} at {fault.json_path}: {fault.message[:200]}" for fault in found]


def test_the_files_are_up_to_date() -> None:
    """If not: python docs/make_schemas.py --write."""
    there = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "schemas").iterdir()}
    assert there == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(FILES[name]))


def test_every_document_has_its_schema_and_its_line_on_the_page() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r'"(thidua\.[a-z-]+/[0-9]+)"', source))
    assert named - {"thidua.code/1"} <= DOCUMENTS.keys()  # the salt of the check code, no document
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert [name for name in DOCUMENTS if f"`{name}`" not in page] == []


COMMANDS: Final = (
    "validate examples/cum-6-dang-doan-the examples/cum-1-cac-huyen",
    "validate examples/cum-6-dang-doan-the --fix-list",
    "consolidate examples/cum-3-so-chuyen-nganh examples/cum-5-ngan-hang",
    "rank examples --year 2019",
    "status examples",
    "status examples/cum-5-ngan-hang --lang en",
    "report examples/cum-2-so-tong-hop --year 2019",
    "report examples/cum-2-so-tong-hop --year 2019 --html",
    "review examples/cum-5-ngan-hang",
    "seal examples/cum-1-cac-huyen",
    "seal examples/cum-1-cac-huyen --check",
    "seal examples/cum-1-cac-huyen --code N392-8FTM",
    "seal examples/cum-5-ngan-hang",
    "diff examples/cum-1-cac-huyen examples/cum-2-so-tong-hop",
    "diff examples/cum-2-so-tong-hop/so-noi-vu.xlsx changed.xlsx",
    "diff changed.xlsx examples",
    "explain TD203",
    "explain --cluster examples/cum-3-so-chuyen-nganh so-xay-dung III.4",
    "explain --cluster examples/cum-3-so-chuyen-nganh so-xay-dung",
    "explain --cluster examples/cum-5-ngan-hang ngan-hang-mot",
    "explain --cluster examples/cum-3-so-chuyen-nganh so-nao",
    "explain --cluster examples/cum-6-dang-doan-the 'Hội Chữ thập đỏ tỉnh'",
    "explain --cluster examples/cum-6-dang-doan-the 'Hội Chữ thập đỏ tỉnh' III.4",
    "explain --cluster examples/cum-6-dang-doan-the 'Đảng ủy Khối các cơ quan tỉnh'",
    "repair examples/cum-6-dang-doan-the",
    "init new --year 2019 --name X --rubric 1 --unit A --unit B",
    "template --cluster new",
    "demo copied",
    "doctor",
    "rubric list",
    "rubric show langson-2019/credit-institutions",
    "rubric show no-such-table",
    "rubric check langson-2019/enterprises no-such-table",
    "rubric diff langson-2019/enterprises langson-2019/credit-institutions",
    "rubric diff langson-2019/enterprises no-such-table",
    "rubric new --for party -o own.yaml",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, and a sheet that differs from one of them."""
    folder = tmp_path_factory.mktemp("desk")
    by_hand.copy("examples/langson-2019", str(folder / "examples"))
    by_hand.copy(str(folder / "examples" / "cum-2-so-tong-hop" / "so-noi-vu.xlsx"), str(folder / "changed.xlsx"))
    by_hand.do(["type", str(folder / "changed.xlsx"), "D9", "90"])
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_prints_is_as_its_schema_says(command: str, desk: Path) -> None:
    told = tell(command, desk)
    assert told.document is not None
    assert faults(told.document) == []


def test_what_a_self_test_tells_is_as_its_schema_says() -> None:
    passed = Trial("forms", Text("Tạo biểu", "Make forms"), passed=True)
    failed = Trial("rank", Text("Xếp hạng", "Rank"), passed=False, found=Text("hạng 2", "rank 2"))
    assert faults(json.loads(self_tested_json(SelfTest((passed, failed)), "vi"))) == []


def test_the_commands_print_every_document() -> None:
    printed = {"selftest", *(command.split()[0] for command in COMMANDS)}
    assert {name.partition(".")[2].partition("/")[0] for name in DOCUMENTS} - printed <= {
        *("written", "rubrics", "rubric-check", "rubric-diff")
    }


@pytest.mark.parametrize("case", gallery.cases(), ids=lambda case: case.name)
def test_what_is_printed_about_a_finding_is_as_its_schema_says(case: gallery.Case) -> None:
    document = gallery.tell(case, "vi").document
    assert document is None or faults(document) == []


def test_the_seal_on_disk_is_as_its_schema_says(desk: Path) -> None:
    tell("seal examples/cum-2-so-tong-hop", desk)
    seal = json.loads((desk / "examples" / "cum-2-so-tong-hop" / "niem.json").read_text(encoding="utf-8"))
    assert [fault.message for fault in VALIDATORS["niem.json"].iter_errors(seal)] == []
    seal["scores"][0]["value"] = 3
    assert [fault.json_path for fault in VALIDATORS["niem.json"].iter_errors(seal)] == ["$.scores[0].value"]


def test_a_key_that_no_schema_names_would_be_told() -> None:
    document = {"schema": "thidua.written/1", "files": [], "findings": [], "new": 1}
    assert len(faults(document)) == 1
    assert len(faults({"schema": "thidua.written/1", "files": [1]})) == 2
