"""Hutchinson's estimator of tr A in each library: as it comes, and as it is fastest.

Each method is a function (A, probes, threads) → a callable that estimates once, with `probes`
products with A and signs as the probes. Libraries are imported where they are used: one that is not
installed costs its own row only.
"""

import numpy
import scipy.sparse.linalg


def by_hand(A, probes, threads):
    """NumPy's signs, one product for all probes, one sum."""
    rng = numpy.random.default_rng(1)

    def estimate():
        z = rng.integers(0, 2, size=(A.shape[0], probes), dtype=numpy.int8) * 2.0 - 1.0
        return numpy.einsum("ij,ij->", z, A @ z) / probes

    return estimate


def primate_default(A, probes, threads):
    from primate.trace import hutch

    return lambda: hutch(A, converge="count", count=probes, seed=1)


def primate_batch(A, probes, threads):
    """Whole batches, which the library draws only when asked for all of its results."""
    from primate.trace import hutch

    return lambda: hutch(A, batch=probes, converge="count", count=probes, full=True, seed=1)[0]


def pylops_default(A, probes, threads):
    """The library's own operator for a matrix, which is applied column by column."""
    import pylops

    op = pylops.MatrixMult(A)
    return lambda: op.trace(neval=probes, method="hutchinson")


def pylops_batch(A, probes, threads):
    """Its estimator on the matrix itself, all probes at once."""
    from pylops.utils.estimators import trace_hutchinson

    return lambda: trace_hutchinson(A, neval=probes, batch_size=probes)


def imate_slq(A, probes, threads):
    """Stochastic Lanczos quadrature for f(x) = x with one step: the same value, one product a probe."""
    import imate

    return lambda: imate.trace(
        A, method="slq", p=1.0, lanczos_degree=1, orthogonalize=0, min_num_samples=probes,
        max_num_samples=probes, num_threads=threads,
    )


METHODS = {
    "NumPy/SciPy by hand": by_hand,
    "primate, as it comes": primate_default,
    "primate, in one batch": primate_batch,
    "pylops, as it comes": pylops_default,
    "pylops, in one batch": pylops_batch,
    "imate, SLQ of one step": imate_slq,
}
