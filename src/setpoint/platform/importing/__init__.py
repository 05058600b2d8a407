"""Import of files, step by step; each step is one module with the functions that pages and commands call.

1. `uploads.upload` files -> a draft (`FileError` refuses a file whole); `revise` kind or columns; `abandon`.
2. `agreeing.questions` that are open, `agree` to an `Agreement`, `preview` of first rows, `dry_run`.
   What there is to decide stands in `findings.Survey`: choices, repairs, currencies.
3. `running.start` (with `replay_from`, company time stops there) enqueues a job; progress stands in the
   counts of `ImportFile`. `refusals.refused_file` gives refused rows back with the reason beside them.
4. `replay.release_due` lets happen what waits, whenever company time has moved.
5. `undoing.undo` takes everything back, as a job.

A domain takes part with an `ImportKind` (fields as data) and its `Importer`, registered in its `imports`.
"""
