"""One method on one problem, in a process of its own: measure.py PROBLEM METHOD THREADS SECONDS.

Prints a JSON object: the seconds of each round, 1 to 9 as the SECONDS allow, and, for the dense
problem, those of A @ Z, measured in turn with it.
"""

import json
import sys
import time

import numpy

import methods
import problems

MOST_ROUNDS = 9


def seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main():
    problem, method, threads, budget = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    dense = problem == "dense"
    A = problems.dense() if dense else problems.sparse()
    probes = problems.DENSE_PROBES if dense else problems.SPARSE_PROBES
    estimate = methods.METHODS[method](A, probes, threads)
    limit = None
    if dense:
        z = numpy.random.default_rng(2).standard_normal((A.shape[0], probes))
        y = numpy.empty_like(z)
        limit = lambda: numpy.matmul(A, z, out=y)
        limit()
    value = float(numpy.real(numpy.ravel(estimate())[0]))
    result = {"value": value, "exact": float(A.trace()), "seconds": [], "limit_seconds": []}
    while len(result["seconds"]) < MOST_ROUNDS and sum(result["seconds"]) < budget:
        result["seconds"].append(seconds(estimate))
        if limit:
            result["limit_seconds"].append(seconds(limit))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
