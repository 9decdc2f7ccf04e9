"""Starts the page from a checkout: ``streamlit run app.py``. Works whether or not the package is installed."""

import importlib.util
import sys
from pathlib import Path

if importlib.util.find_spec("loyalty_sim") is None:
    sys.path.insert(0, str(Path(__file__).parent / "src"))

from loyalty_sim.ui.main import main

main()
