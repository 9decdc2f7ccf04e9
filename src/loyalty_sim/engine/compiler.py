"""The steps in which Numba compiles a rule: those that rules need, about a third of the usual ones.

Rules have no closures, no ``with``, no array expressions and raise nothing, so that the steps for these only cost the time
that a user waits when an engine runs for the first time on a machine.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from numba.core import types
from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import PassManager
from numba.core.typed_passes import (
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)  # fmt: skip
from numba.core.untyped_passes import DeadBranchPrune, FixupArgs, IRProcessing, ReconstructSSA, TranslateByteCode

STEPS = (
    TranslateByteCode, FixupArgs, IRProcessing, DeadBranchPrune, ReconstructSSA, NopythonTypeInference, PreLowerStripPhis,
    IRLegalization, NativeLowering, NoPythonBackend,
)  # fmt: skip

# Numba writes the type of every argument out at every step, for whoever listens; that of a customer has a hundred fields.
types.Record.__repr__ = cache(types.Record.__repr__)  # type: ignore[method-assign]


class RuleCompiler(CompilerBase):
    """Compiles one rule."""

    def define_pipelines(self) -> list[Any]:
        """The steps."""
        steps: Any = PassManager("rule")  # type: ignore[no-untyped-call]
        for step in STEPS:
            steps.add_pass(step, step.__name__)
        steps.finalize()
        return [steps]
