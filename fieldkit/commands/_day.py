"""A date on the command line, as people type it."""

from __future__ import annotations

import re
from datetime import date

import click

from fieldkit import bilingual


class Day(click.ParamType[date]):
    """A date as people type it, Buddhist era or ISO."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; ``2026-11-22`` is Gregorian, every other form as in the window."""
        from fieldkit.model.thai.dates import DateError, NoSuchDate, parse

        if isinstance(value, date):
            return value
        text = str(value)
        try:
            gregorian = re.fullmatch(r"(?:19|20|21)\d\d-\d\d-\d\d", text)
            return date.fromisoformat(text) if gregorian else parse(text)
        except DateError as error:
            self.fail(error.message(bilingual.language(ctx)), param, ctx)
        except ValueError:
            self.fail(NoSuchDate(text).message(bilingual.language(ctx)), param, ctx)
