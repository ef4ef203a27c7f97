"""Jobs to play: recordings, our own checklists and folders of forms."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from fieldkit.model import reference_lists
from fieldkit.model.xlsform.conversion import convert

Job = dict[str, Any]
CHECKLISTS = Path(__file__).parents[2] / "resources" / "checklists"
STEPS = 60
"""Random operations a drawn job tries."""
_UNSEEDED = re.compile(r"random\(\)|randomize\((?:[^(),]|\([^()]*\))*\)")
LONGEST_CONVERSION = 120
"""Seconds."""

FACTORY = {
    "name": "10190001225498",
    "label": "โรงสี กขค",
    "registration_no": "10190001225498",
    "registration_no_old": "3-9(1)-1/49ปจ",
    "factory_name": "โรงสี กขค",
    "operator": "นาย ก",
    "class": "3",
    "type_main": "00901",
    "hp": "120.5",
    "workers": "12",
    "district": "เมืองปราจีนบุรี",
    "province": "ปราจีนบุรี",
    "i_industry_status": "registered",
    "hazardous_t_month": "1.2",
    "mind.1": "62.5",
    "mind.2": "50",
    "mind.3": "75",
    "mind.4": "",
}
DOCUMENT = {
    "name": "0192d3c0-0000-7000-8000-000000000002",
    "label": "GI 2-001/2566",
    "kind": "gi",
    "number": "2-001/2566",
    "level": "2",
    "issued_on": "2023-05-02",
    "expires_on": "2025-05-01",
    "issuer": "กรอ.",
    "counts": "yes",
}
VISIT = {
    "name": "visit",
    "label": "visit",
    "factory": FACTORY["name"],
    "kind": "PLAN",
    "prior_visits": "1",
    "open_findings": "0",
    "officer": "user",
    "date": "2024-02-15",
}

_ROWS = {"factories": FACTORY, "visit": VISIT, "documents": DOCUMENT}

# What the program gives checklists of the office's registers, so that every branch can be met.
REGISTERS = {
    "loans": """\
name,label,no,approved,drawn,principal,balance_as_of,last_paid_on,last_paid,missed,dpd,debt_class
0192d3c0-0000-7000-8000-00000000000a,67/01,1,1000000,900000,500000,2024-01-01,2023-12-01,10000,0,0,D0
0192d3c0-0000-7000-8000-00000000000b,67/02,2,,,,,,,3,75,D3
""",
    "loan_classes": """name,label,label_en,no,over_days,over_missed
D0,ปกติ,in order,0,,
D1,ค้างชำระ 1 งวด,1 missed,1,0,0
D2,ค้างชำระ 2 งวด,2 missed,2,30,1
D3,ค้างชำระ 3 งวด,3 missed,3,60,2
N1,NPL ต่ำกว่ามาตรฐาน,substandard,4,90,3
""",
    "complaints": """name,label,no,factory,issues,received_on,details,frequency,place
0192d3c0-0000-7000-8000-00000000000c,รร-67-0001,1,mill,smell noise,2024-02-01,กลิ่นแรง,ทุกคืน,
0192d3c0-0000-7000-8000-00000000000d,รร-67-0002,2,,dust,2024-02-10,,,ท้ายคลอง
""",
    "enterprises": """name,label,no,kind,code,members,employees,income,product
0192d3c0-0000-7000-8000-00000000000e,กลุ่มแม่บ้าน,1,community,,9,4,,กล้วยตาก
""",
    "projects": """name,label,no,title,sales_baseline,productivity_baseline,waste_baseline
0192d3c0-0000-7000-8000-00000000000f,ลดต้นทุน,1,ลดต้นทุน,100000,,5
""",
    "sme_sizes": """name,label,label_en,sector,size,no,most_employees,most_income
manufacturing.micro,รายย่อย,micro,manufacturing,micro,0,5,1800000
manufacturing.small,ขนาดย่อม,small,manufacturing,small,1,50,100000000
manufacturing.large,ใหญ่,large,manufacturing,large,2,,
service.micro,รายย่อย,micro,service,micro,0,5,1800000
service.large,ใหญ่,large,service,large,1,,
""",
}


def recorded(recordings: Path) -> Iterator[Job]:
    """Yield the recorded jobs, with absolute paths; of walks only the last state was recorded."""
    with (recordings / "jobs.jsonl").open(encoding="utf-8") as lines:
        for job in map(json.loads, lines):
            job["form"] = str((recordings / job["form"]).resolve())
            job["media"] = str((recordings / job["media"]).resolve())
            if job["id"].startswith("walk"):
                job["last"] = True
            yield job


def checklists(work: Path, rounds: int, steps: int) -> Iterator[Job]:
    """Yield jobs to be drawn on the checklists that fieldkit ships, with one factory, visit, its papers."""
    media = work / "checklists"
    media.mkdir(parents=True, exist_ok=True)
    for listed in reference_lists.FILES:
        rows = reference_lists.supplied(listed, date.fromisoformat(VISIT["date"]))
        assert rows is not None
        (media / listed).write_bytes(reference_lists.as_csv(rows))
    for name, row in _ROWS.items():
        with (media / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row)
    for name, text in REGISTERS.items():
        (media / f"{name}.csv").write_text(text, encoding="utf-8")
    for workbook in sorted(CHECKLISTS.glob("*.xlsx")):
        yield from _drawn(workbook, media, media, rounds, steps)


def folder(forms: Path, work: Path, rounds: int, steps: int) -> Iterator[Job]:
    """Yield jobs to be drawn on every form below ``forms``; files beside a form are its media."""
    for form in sorted(path for path in forms.rglob("*") if path.suffix.lower() in (".xml", ".xlsx", ".xls")):
        if not form.name.startswith("~$") and (form.suffix.lower() != ".xml" or _is_form(form)):
            yield from _drawn(form, form.parent, work, rounds, steps)


def shuffled(wanted: Iterable[Job]) -> set[str]:
    """Return the jobs of forms that ask for chance: ``random()``, or ``randomize()`` without a seed."""
    return {job["id"] for job in wanted if _UNSEEDED.search(Path(job["form"]).read_text("utf-8", "replace"))}


def _is_form(file: Path) -> bool:
    with file.open("rb") as source:
        head = source.read(4000)
    return b"http://www.w3.org/2002/xforms" in head and b"html" in head


def _drawn(form: Path, media: Path, work: Path, rounds: int, steps: int) -> Iterator[Job]:
    """Yield a job for each seed; a checklist is converted by fieldkit, a foreign workbook by pyxform."""
    if form.suffix.lower() == ".xml":
        xform: Path | None = form
    else:
        xform = _converted(form, work) if form.parent == CHECKLISTS else _by_pyxform(form, work)
    if xform is None:
        return
    for seed in range(1, rounds + 1):
        name = f"{form.parent.name}/{form.name}#{seed}"
        draw = {"seed": int(hashlib.sha256(name.encode()).hexdigest()[:7], 16), "steps": steps}
        yield {"id": name, "form": str(xform.resolve()), "media": str(media.resolve()), "fuzz": draw}


def _converted(workbook: Path, work: Path) -> Path | None:
    """Return the XForm of a workbook, converted once a content."""
    content = workbook.read_bytes()
    target = work / f"{workbook.stem}-{hashlib.sha256(content).hexdigest()[:12]}.xml"
    if target.exists():
        return target
    conversion = convert(workbook)
    if not conversion.xform:
        first = conversion.errors[0].message.en if conversion.errors else "nothing came out"
        print(f"{workbook.name}: not converted: {first}", file=sys.stderr)
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(conversion.xform, encoding="utf-8")
    return target


def _by_pyxform(workbook: Path, work: Path) -> Path | None:
    """Return the XForm of a foreign workbook, also of one that fieldkit's import would refuse."""
    target = work / f"{workbook.stem}-{hashlib.sha256(workbook.read_bytes()).hexdigest()[:12]}.xml"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part.xml")
        command = [sys.executable, "-m", "pyxform.xls2xform", str(workbook), str(part), "--skip_validate"]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=LONGEST_CONVERSION
            )
            said = done.stdout + done.stderr
        except subprocess.TimeoutExpired:
            said = f"took longer than {LONGEST_CONVERSION} seconds"
        if not part.exists():
            lines = said.strip().splitlines() or ["nothing came out"]
            print(f"{workbook.name}: not converted: {lines[-1][:150]}", file=sys.stderr)
            return None
        part.rename(target)
    return target
