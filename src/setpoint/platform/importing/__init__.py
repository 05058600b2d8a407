"""Import of files: read them, agree with the user on what they mean, turn rows into records.

The way of a file: `sources.inspect` (encoding, delimiter, header) -> `mapping.recognise` (columns) ->
`survey.survey` (one pass: choices to ask, repairs to offer) -> `parsing.Parser` (row -> record or refusal).
"""
