"""Import of files, step by step; each step is one module with the functions that pages and commands call.

1. `uploads.receive` keeps files; a job reads them (`reading`): a draft, or an import that is refused as a whole.
   `uploads.revise` corrects kind or columns; `abandon` drops it all. `upload` does both at once, for a command.
2. `agreeing.questions` that are open, `agree` to an `Agreement`, `preview` of first rows. `outlooks.count_soon`
   lets a job count what would become of the rows. What there is to decide stands in `findings.Survey`.
3. `running.start` (with `replay_from`, company time stops there) enqueues a job; progress stands in the counts of
   `ImportFile`; `stop` ends it between two chunks. `refusals.refused_file` gives refused rows back.
4. `replay.release_due` lets happen what waits, whenever company time has moved.
5. `undoing.undo` takes everything back, as a job.

A domain takes part with an `ImportKind` (fields as data) and its `Importer`, registered in its `imports`.
"""
