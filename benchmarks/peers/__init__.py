"""The plain program written five ways."""
