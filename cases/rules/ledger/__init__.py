"""The old ledgers of an organisation: from bytes to rows that say what they hold and what is wrong with them."""
