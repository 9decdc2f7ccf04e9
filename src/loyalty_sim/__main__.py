"""``python -m loyalty_sim`` is ``loyalty-sim``."""

import sys

from loyalty_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
