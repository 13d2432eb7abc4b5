"""Numbers kept in half the precision, made longer again a few at a time.

The library's own way takes ten times as long: it looks at every number by itself, also on a processor that could do
many at once. Here the bits are moved, which any processor does for many at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Ten bits behind the point become twenty-three.
_OPSCHUIVEN = 13
# The sign stands in front after that, twice more than it must; and the exponent counts from another middle.
_ZONDER_DUBBEL, _ANDER_MIDDEN = np.int32(-0x70000001 & ~0x1FFF), np.float32(2.0**112)


def lang(kort: NDArray[np.float16], uit: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Exactly the same numbers as float32, in `uit` when that is given. Only for finite ones."""
    bits = np.ascontiguousarray(kort).view(np.int16).astype(np.int32)
    bits <<= _OPSCHUIVEN
    bits &= _ZONDER_DUBBEL
    getallen: NDArray[np.float32] = bits.view(np.float32)
    return np.multiply(getallen, _ANDER_MIDDEN, out=getallen if uit is None else uit)
