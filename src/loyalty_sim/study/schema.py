"""The JSON Schema of study files, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from loyalty_sim.study.specification import Study


def json_schema() -> dict[str, Any]:
    """The schema of a study file, in draft 7, which all editors read."""
    schema = Study.model_json_schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema, "title": "loyalty-sim study"}


def schema_text() -> str:
    """The schema as it stands in the file beside the examples."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
