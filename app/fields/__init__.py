"""What a field is: its kind, its meaning, who may see it, when it is asked for.

- `app.fields.codes`: open code lists. `codes("cause").match("本人大病")` → `Match(code, label, filed, via)`.
- `app.fields.kinds`: kinds of value. `kind.parse(text, today)`, `kind.format(value)`, `kind.warnings(…)`.
- `app.fields.catalogue`: `Field` and the explicit tuples per record (APPLICANT, MEMBER, HOUSEHOLD …),
  `missing(facts, fields, stage)`.
- `app.fields.papers`: which attachments a file needs: `missing_papers(facts, held, stage)`.
- `app.fields.identity`: what an ID number says: birth, sex, region.
- `app.fields.money`: `rmb_capitals(fen)`.

Plain Python, tested without a database; of `db` only `codes`, `values` and `errors`.
"""
