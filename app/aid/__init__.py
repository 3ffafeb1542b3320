"""Helping a household: plan and measures, grants within their limits, funds, payment batches.

- `app.aid.plans`: `save_plan`, `finish_measure`, `drop_measure`; `app.aid.plan_pages` reads them.
- `app.aid.limits`: the most that may be granted, explained line by line: `preview_limit`.
- `app.aid.grants`: `propose_grant`, `approve_grant`, `refuse_grant`; `app.aid.grant_pages` reads them.
- `app.aid.funds`: `save_fund`, `funds`. Used money is always counted from the grants, never stored.
- `app.aid.batches`: `make_batch`, `dissolve_batch`, `confirm_payment`, `record_returned_payment`;
  `app.aid.batch_pages` reads them.
- `app.aid.history`: what one household got, by year and over all its files.
"""
