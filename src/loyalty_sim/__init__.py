"""Design a loyalty program and see its cost, breakage and retention, customer by customer."""
