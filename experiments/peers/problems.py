"""The two problems of `isotrace bench` that peers are measured on, with the same counts of probes."""

import numpy
import scipy.sparse

DENSE_N, DENSE_PROBES = 4000, 256
SIDE, SPARSE_PROBES = 1000, 64


def dense():
    """A random symmetric 4000 × 4000 matrix."""
    g = numpy.random.default_rng(1).standard_normal((DENSE_N, DENSE_N))
    return (g + g.T) / 2


def sparse():
    """The five-point Laplacian on a 1000 × 1000 grid, by rows."""
    line = scipy.sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(SIDE, SIDE))
    eye = scipy.sparse.eye_array(SIDE)
    matrix = (scipy.sparse.kron(line, eye) + scipy.sparse.kron(eye, line)).tocsr()
    return scipy.sparse.csr_matrix(matrix)  # imate and pylops know no sparse arrays
