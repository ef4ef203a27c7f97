"""Tables that go out to Excel, are edited there, and come in again with a preview cell by cell.

The plan, the findings, the registers of cases and tables of reference go this way. To add one:

1. Declare a `headings.Table`: which columns it has, by which headers they are known again (moved columns
   are found by their headers), and which headers make a row of headers.
2. Write it with `output.write`: sheets and their lines, and how it is edited on the last sheet.
3. Read it with `rows.readings`, giving ``take(reading, column, cell)``, which puts one cell into
   ``reading.values`` or raises `Unreadable` with the cure; what is raised becomes a problem of that cell
   and the rest of the row is read all the same.
4. Compare the rows with what is stored. For records of the change log derive from
   `comparison.RecordComparison`: it keeps the ids apart (twice in the file, in the bin, in conflict), makes
   ops and remembers what each cell held. Anything else fills a `register.preview.Preview` itself.
5. `preview.look` opens the file, calls reading and comparison, and returns the `Preview`;
   `register.importing.carry_out` writes it in one transaction, `register.undo.undo_import` takes it back.
6. The window: a `fieldkit.ui.import_sheet.ImportSheet` with its words, ``look`` and ``value_words``; the
   command: `fieldkit.commands.import_._result.show`.
"""
