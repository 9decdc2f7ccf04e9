"""The JSON Schema of scenario files, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from loyalty_sim.scenario.scenario import Scenario


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file, JSON Schema 2020-12, which editors that read draft 7 understand as well."""
    schema = Scenario.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "loyalty-sim scenario", **schema}


def schema_text() -> str:
    """The schema as it stands in the file beside the presets."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
