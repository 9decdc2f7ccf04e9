"""The JSON Schema of scenario files, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from loyalty_sim.scenario.scenario import Scenario


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file, in draft 7, which all editors read: no keyword of a later draft is used.

    Each field carries what it says of itself: role, unit, meaning, range, and for an assumption source and grade.
    """
    schema = Scenario.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "loyalty-sim scenario", **schema}


def schema_text() -> str:
    """The schema as it stands in the file beside the presets."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
