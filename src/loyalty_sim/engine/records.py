"""The records of which arrays are made: a customer, what a customer holds, and what is noted for later."""

from __future__ import annotations

import numpy as np

from loyalty_sim.engine import customer, mechanics
from loyalty_sim.engine.compiled import record_type

_F, _I = np.float64, np.int64

CUSTOMER = record_type([*customer.CUSTOMER, *mechanics.CUSTOMER])
"""All that is remembered of a life."""

LOT = record_type([("points", _I), ("expires", _F), ("month", _I)])
"""Points with one expiry, earned in one month."""

VISIT = record_type([("time", _F), ("amount", _I), ("count", _I)])
"""A visit that counts towards a status earned over a rolling window: its amount, and 1, or 0 once it was given back."""

NOTE = record_type([("time", _F), ("kind", _I), ("points", _I), ("cents", _I), ("mark", _F)])
"""Something that is to happen to the customer at a known time; what the numbers mean depends on the kind."""

FRIEND = record_type([("born", _F), ("identity", np.uint64), ("segment", _I)])
"""A customer won by a member, to be lived when the member's life is over."""
