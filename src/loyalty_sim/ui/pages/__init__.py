"""The pages, each a file that Streamlit runs."""
