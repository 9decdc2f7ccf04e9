"""What ``streamlit run`` is given in an installed package."""

from loyalty_sim.ui.main import main

main()
