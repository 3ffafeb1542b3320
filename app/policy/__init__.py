"""Rules of law: pure functions over dated rule sets. Plain Python, no database, no clock.

A stored case is judged without JSON: build `Facts` (see `app.policy.facts`) and call `assess`;
build `AidRequest` and call `aid`. The command line hands JSON to `assess_json` and `aid_json`.
Every failure is a FactsError with the path of the field.
"""
