"""Arrays of a run as bytes: little-endian, deflated, and read back only at exactly the size that is expected."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loyalty_sim.library.errors import LibraryError

LEVEL = 3
"""Of compression: about as small as the highest, in a third of the time."""


def pack(array: NDArray[Any]) -> bytes:
    """The numbers of an array, eight bytes each, deflated."""
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return zlib.compress(little.tobytes(), LEVEL)


def unpack(packed: bytes, kind: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """The array that was packed; never more bytes of it than its shape takes.

    Raises:
        LibraryError: it is damaged or of another size.
    """
    dtype = np.dtype(kind).newbyteorder("<")
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise LibraryError("a stored table of numbers is damaged") from error
    if len(raw) != size or not unpacker.eof:
        raise LibraryError("a stored table of numbers is damaged: it has another size than its scenario says")
    return np.frombuffer(raw, dtype).astype(kind).reshape(shape)
