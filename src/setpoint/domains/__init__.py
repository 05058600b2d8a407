"""The ribs: what a company sells, markets and serves. Each domain plugs into the loop by files of the same names."""
