"""Rules of law: pure functions over dated rule sets. Plain Python, no database, no clock.

A stored case is judged without JSON: build `Facts` (see `app.policy.facts`) and call
`app.policy.assess.assess`; build `AidRequest` and call `app.policy.aid.aid`. The command line hands
the bytes of a file to `app.policy.jsontext.parse_json` and the value to `assess_json` or `aid_json`.
Every failure is a FactsError: `message` names the field's path, `problem` is the sentence without it.

A new standard is one TOML file in `resources/policies` and one line in `RULE_SET_FILES` or
`AID_RULE_FILES`; what a file may say is in `app.policy.conditions`, `app.policy.rules` and
`app.policy.aidrules`.
"""
