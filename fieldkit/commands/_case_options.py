"""The argument that names a register, and what the commands that write one print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fieldkit.invocation import Invocation
    from fieldkit.model.cases.writing import Done

NAMES = ("recommendation", "complaint", "loan", "enterprise")


def register(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its ``REGISTER``."""
    return click.argument("register", metavar="REGISTER", type=click.Choice(NAMES))(command)


def told(invocation: Invocation, ids: Sequence[str], done: Done) -> None:
    """Print the records that were written and what a person should know about them."""
    language = invocation.language
    for problem in done.warnings:
        invocation.say(f"{problem.title.pick(language)}: {problem.cure.pick(language)}")
    warnings = [
        {"column": problem.column, "title": {"th": problem.title.th, "en": problem.title.en}}
        for problem in done.warnings
    ]
    invocation.result({"ids": list(ids), "warnings": warnings}, "\n".join(ids))
