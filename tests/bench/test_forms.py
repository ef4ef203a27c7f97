"""The forms of the bench have the sizes that their names say, and fieldkit answers all of their scripts."""

from __future__ import annotations

import re

import pytest

from tests.bench.engine import Row, Timing, targets
from tests.bench.forms import BenchForm, choices, repeats, survey
from tests.bench.player import measure


def played(form: BenchForm) -> dict:
    return measure({"id": form.name, "form": str(form.file), "script": form.script})


def expressions(form: BenchForm) -> int:
    text = form.file.read_text(encoding="utf-8")
    bound = re.findall(r' (?:relevant|constraint|required|readonly|calculate)="', text)
    return len(bound) + len(re.findall(r'<itemset nodeset="[^"]*\[', text))


@pytest.mark.parametrize(
    ("questions", "wanted", "answers"), [(500, 1226, 505), (3000, 7351, 404)], ids=["small", "large"]
)
def test_a_survey_has_exactly_its_size(tmp_path, questions, wanted, answers):
    form = survey(tmp_path, questions=questions, expressions=wanted, answers=answers)
    controls = re.findall(r"<(?:input|select1) ref=", form.file.read_text(encoding="utf-8"))
    assert (len(controls), expressions(form), len(form.script)) == (questions, wanted, answers)


def test_every_answer_of_a_survey_is_taken(tmp_path):
    result = played(survey(tmp_path, questions=52, expressions=130, answers=60))
    assert len(result["answers"]) == 60
    # The last two answers close and open every section.
    assert min(result["evaluations"][-2:]) > max(result["evaluations"][:50])


def test_too_few_expressions_are_refused(tmp_path):
    with pytest.raises(ValueError, match="fewer"):
        survey(tmp_path, questions=52, expressions=20, answers=60)


def test_a_late_repeat_instance_costs_what_an_early_one_does(tmp_path):
    form = repeats(tmp_path, 30)
    evaluations = played(form)["evaluations"]
    adds = [count for count, step in zip(evaluations, form.script, strict=True) if step["op"] == "add"]
    assert len(adds) == 30
    assert adds[-1] <= adds[1] + 2


@pytest.mark.parametrize("inside", [True, False])
def test_lists_narrow_each_other(tmp_path, inside):
    form = choices(tmp_path, 1000, inside=inside)
    assert len(played(form)["answers"]) == len(form.script) == 12
    assert (form.file.parent / "places.csv").exists() is not inside


def test_targets_compare_with_each_reference(tmp_path):
    forms = [BenchForm(name, name, tmp_path, []) for name in ("survey-500", "survey-3000", "repeats")]
    forms += [BenchForm(f"choices-50000-{where}", where, tmp_path, []) for where in ("csv", "inside")]
    ours = Timing(90, (1.0,) * 200, 5_000_000, (3,) * 200)
    slower, faster = Timing(950, (2.0,) * 200, 1), Timing(80, (0.5,) * 200, 1)
    row: Row = {"fieldkit": ours, "ODK Web Forms": slower, "JavaRosa": faster}
    found = {target.name: target.passed for target in targets(forms, {form.name: row for form in forms})}
    assert found["500 questions: load"]
    assert found["repeats: load below ODK Web Forms"]
    assert found["repeats: load a tenth of ODK Web Forms's"]
    assert not found["repeats: load below JavaRosa"]
    assert not found["repeats: p95 below JavaRosa"]
