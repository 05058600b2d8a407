"""Rules of territories, and cutting the market anew."""
