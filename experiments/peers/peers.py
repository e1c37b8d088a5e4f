"""Other libraries side by side with isotrace: peers.py PROGRAM [--timeout S] [--seconds S].

The same number of products with the same kind of matrix, on one and on two threads, as a Markdown
table of ratios. The dense limit is NumPy's own A @ Z, measured in turn with each Python method, and
OpenBLAS's dgemm for isotrace; the sparse limit is the bare product that `isotrace bench` measured
in the same run.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

from methods import METHODS

HERE = pathlib.Path(__file__).parent
CASES = {
    "isotrace, a user's operator": ("dense.apply.signs", "sparse.apply.signs"),
    "isotrace, signs": ("dense.values.signs", "sparse.values.signs"),
    "isotrace, sphere": ("dense.values.sphere", "sparse.values.sphere"),
}


def environment(threads):
    """Thread counts as every library reads them; no kernel forced on the BLAS."""
    env = dict(os.environ)
    env.pop("OPENBLAS_CORETYPE", None)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        env[name] = str(threads)
    return env


def isotrace(program):
    """The cases of `isotrace bench` by name."""
    env = environment(2)
    del env["OPENBLAS_NUM_THREADS"], env["OMP_NUM_THREADS"]
    line = [program, "bench", "--json", "--quiet", "--only", "dense,sparse"]
    run = subprocess.run(line, env=env, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{program} bench ended with status {run.returncode}: {run.stderr.strip()}")
    return {case["name"]: case for case in json.loads(run.stdout)["cases"]}


def peer(problem, method, threads, arguments):
    """The result of measure.py, or why there is none."""
    line = [sys.executable, HERE / "measure.py", problem, method, str(threads), str(arguments.seconds)]
    try:
        run = subprocess.run(line, env=environment(threads), capture_output=True, text=True,
                             timeout=arguments.timeout)
    except subprocess.TimeoutExpired:
        return f"over {arguments.timeout:.0f} s"
    if run.returncode != 0:
        reason = run.stderr.strip().splitlines()
        print(f"{method}, {problem}: {reason[-1] if reason else run.returncode}", file=sys.stderr)
        return "fails"
    return json.loads(run.stdout.strip().splitlines()[-1])


def ratio(result, limit_seconds):
    """Median over rounds of seconds ÷ limit, to three digits."""
    if isinstance(result, str):
        return result
    limits = result["limit_seconds"] or [limit_seconds] * len(result["seconds"])
    return f"{statistics.median(a / b for a, b in zip(result['seconds'], limits)):.3g}"


def own_rows(cases, counts):
    for label, names in CASES.items():
        found = [[cases.get(f"{name}.{t}") for t in counts] for name in names]
        yield label, [" / ".join(f"{c['ratio']:.3g}" if c else "–" for c in pair) for pair in found]


def peer_rows(cases, counts, arguments):
    for method in METHODS:
        cells = []
        for problem in ("dense", "sparse"):
            parts = []
            for threads in counts:
                print(f"{method}, {problem}, {threads} threads", file=sys.stderr)
                limit = cases[f"sparse.values.signs.{threads}"]["limit_seconds"]
                parts.append(ratio(peer(problem, method, threads, arguments), limit))
            cells.append(" / ".join(parts))
        yield method, cells


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the isotrace program")
    parser.add_argument("--timeout", type=float, default=180, help="seconds for one method at most")
    parser.add_argument("--seconds", type=float, default=10, help="seconds for its rounds")
    arguments = parser.parse_args()
    print("isotrace bench", file=sys.stderr)
    cases = isotrace(arguments.program)
    counts = [t for t in (1, 2) if f"sparse.values.signs.{t}" in cases]
    threads = " / ".join(str(t) for t in counts)
    print(f"| ratio to the bare product, {threads} threads | dense n = 4000, 256 probes "
          "| 2-D Laplacian n = 10⁶, 64 probes |\n|---|---|---|")
    for rows in (own_rows(cases, counts), peer_rows(cases, counts, arguments)):
        for label, cells in rows:
            print(f"| {label} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
