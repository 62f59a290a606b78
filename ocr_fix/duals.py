"""What each piece is worth to a chain of all, by the duals of an assignment.

Each piece is to be followed by one other: the best such assignment (Kuhn and Munkres, by SciPy) leaves each
piece with a price as a tail and one as a head, so that no join is worth more than both together. A search
that takes these prices off as it goes on is not deceived by easy joins that others need as much.
"""

from __future__ import annotations

import numpy as np

Gains = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""What each piece (row) earns if each other one (column) follows it."""
_NEVER = -1e3


def find_duals(gains: Gains, begin: float) -> tuple[list[float], list[float]]:
    """Prices of the pieces as tails and as heads: `gains[i, j] <= tail[i] + head[j]`.

    Both are those of the best assignment, where a piece may also have no successor, for nothing, or no
    predecessor, for `begin`.
    """
    from scipy.optimize import linear_sum_assignment

    count = len(gains)
    square = np.full((2 * count, 2 * count), _NEVER)
    square[:count, :count] = gains
    square[:count, count:][np.diag_indices(count)] = 0.0
    square[count:, :count][np.diag_indices(count)] = -begin
    square[count:, count:] = 0.0
    rows, columns = linear_sum_assignment(square, maximize=True)
    chosen = square[rows, columns]
    heads = np.zeros(2 * count)
    for _ in range(2 * count):  # the longest ways, by Bellman and Ford
        longer = (square + (heads[columns] - chosen)[:, None]).max(axis=0)
        if np.all(longer <= heads + 1e-9):
            break
        heads = np.maximum(heads, longer)
    tails = chosen - heads[columns]
    return tails[:count].tolist(), heads[:count].tolist()
