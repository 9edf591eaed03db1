"""A made-up population with its history: drawn from tables in plain Python, loaded with COPY."""
