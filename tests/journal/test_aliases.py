"""Merged records answer under every number they ever had."""

import pytest

from setpoint.journal.aliases import all_numbers, canonical, merge


def test_a_chain_of_merges_ends_at_one_number(db):
    merge("customers.party", 1, into=2)
    merge("customers.party", 2, into=3)
    assert [canonical("customers.party", number) for number in (1, 2, 3)] == [3, 3, 3]
    assert all_numbers("customers.party", [1]) == [1, 2, 3]


def test_records_that_are_one_are_not_merged_again(db):
    merge("customers.party", 1, into=2)
    with pytest.raises(ValueError, match="one already"):
        merge("customers.party", 2, into=1)
    assert all_numbers("customers.party", [1]) == [1, 2]
