"""The control room: plan, fact and forecast of a goal; what deviates; what could be done; what it did."""
