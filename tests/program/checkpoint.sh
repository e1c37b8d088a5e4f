#!/usr/bin/env bash
# checkpoint.sh PROGRAM: runs with --checkpoint that are killed again and again come to the
# uninterrupted run's answer, to the bit, and never lose a probe that was kept; a checkpoint of
# another run, and what is none, is refused and left as it is.
set -euo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
  echo "$*" >&2
  exit 1
}

# matrix NAME N FIELD: a banded matrix that is not symmetric.
matrix() {
  awk -v n="$2" -v field="$3" 'BEGIN {
    print "%%MatrixMarket matrix coordinate " field " general"
    print n, n, 3 * n - 2
    for (i = 1; i <= n; ++i) {
      im = field == "complex" ? " 0.25" : ""
      print i, i, 2 + i % 7 im
      if (i > 1) print i, i - 1, -1 im
      if (i < n) print i, i + 1, 0.5 im
    }
  }' >"$1"
}
matrix real.mtx 3000 real
matrix complex.mtx 1000 complex
matrix other.mtx 1000 real

# What a run prints, without what it took.
answer() { sed -E 's/"(seconds|threads)":[^,}]*,?//g' "$1"; }
kept() { sed -nE 's/.* ([0-9]+) probes are kept.*/\1/p' "$1"; }

# Kills the run at random times until it ends by itself; at least so many kills.
interrupted() {
  local kills=0 before=0 now
  while :; do
    rm -f out err
    # the shell's own word of a kill is not of interest
    {
      timeout -s KILL "0.$(printf '%03d' $((20 + RANDOM % 150)))" \
        "$program" estimate "$@" --json --checkpoint run.ckpt >out 2>err && break
    } 2>/dev/null
    ((++kills <= 400)) || fail "$*: never ended"
    now=$(kept err)  # nothing where it was killed before it could tell
    ((${now:-$before} >= before)) || fail "$*: $before probes were kept, then $now"
    before=${now:-$before}
  done
  echo "$kills kills: $*"
  total=$((total + kills))
}

total=0
run() {
  rm -f run.ckpt
  "$program" estimate "$@" --json --quiet >whole.json
  interrupted "$@"
  cmp <(answer whole.json) <(answer out) || fail "$*: another answer than without interruption"
  "$program" estimate "$@" --json --quiet --checkpoint run.ckpt >again.json
  cmp <(answer whole.json) <(answer again.json) || fail "$*: a finished run has another answer"
}

while ((total < 50)); do
  run trace --form real.mtx --matvecs 60000 --threads 1 --block 32 --probe ball
  run trace --form complex.mtx --matvecs 60000 --block 16 --probe phases
  run frobenius --map real.mtx --matvecs 40000 --block 24 --normalised
  run trace --form real.mtx --tolerance 1e-4 --estimator hutchinson --matvecs 80000 --block 48
  run trace --form complex.mtx --matvecs 30000 --probe frame --frame-size 8 --precision single
done

# A record that was cut off is done again.
rm -f run.ckpt
job=(estimate trace --form real.mtx --matvecs 4000 --block 32 --json)
"$program" "${job[@]}" >whole.json
"$program" "${job[@]}" --checkpoint run.ckpt >/dev/null
truncate -s -7 run.ckpt
"$program" "${job[@]}" --quiet --checkpoint run.ckpt >again.json
cmp <(answer whole.json) <(answer again.json) || fail "a cut-off record changes the answer"

# refused WORDS COMMAND...: status 2, one line with these words, nothing on standard output, and the
# file as it was.
refused() {
  local words=$1 status=0
  shift
  cp run.ckpt before.ckpt
  "$program" "$@" --checkpoint run.ckpt >out 2>err || status=$?
  ((status == 2)) || fail "$*: status $status, expected 2"
  [[ ! -s out && $(wc -l <err) == 1 ]] || fail "$*: $(cat out err)"
  grep -qF -- "$words" err || fail "$*: found '$(cat err)', expected '$words'"
  cmp run.ckpt before.ckpt || fail "$*: the file was changed"
}
refused "found a checkpoint of another run, seed 1, expected seed 2" "${job[@]}" --seed 2
refused "matvecs 4000, expected matvecs 4001" estimate trace --form real.mtx --matvecs 4001 --block 32
refused "form 3000 x 3000, checksum" estimate trace --form other.mtx --matvecs 4000 --block 32
refused "expected hutchinson" estimate trace --form real.mtx --estimator xtrace --matvecs 100
refused "expected hutchinson" estimate trace --form real.mtx --tolerance 1e-3
refused "--checkpoint: found with riesz" estimate riesz --metric real.mtx
echo "something else" >run.ckpt
refused "found other text, expected a checkpoint of isotrace's" "${job[@]}"
: >run.ckpt
refused "found an empty file" "${job[@]}"

# A second process is refused while the first one writes, and not after that was killed; a link stays
# a link; a run that ends leaves no lock.
mkdir elsewhere
ln -s elsewhere/kept.ckpt run.link
"$program" estimate trace --form real.mtx --matvecs 100000000 --checkpoint run.link >first.out 2>&1 &
first=$!
until [[ -s elsewhere/kept.ckpt ]]; do sleep 0.05; done
status=0
"$program" "${job[@]}" --checkpoint run.link >out 2>err || status=$?
((status == 2)) || fail "two processes at once: status $status, expected 2"
grep -qF "found a checkpoint that another process writes" err || fail "two processes: found '$(cat err)'"
kill -KILL $first
{ wait $first || true; } 2>/dev/null
"$program" "${job[@]}" --checkpoint run.link >out 2>err && fail "another run's checkpoint was taken"
grep -qF "found a checkpoint of another run" err || fail "after a kill: found '$(cat err)'"
[[ -L run.link && -s elsewhere/kept.ckpt ]] || fail "a link was replaced"
if compgen -G '*.lock' || compgen -G 'elsewhere/*.lock'; then fail "a lock was left"; fi

# What is refused leaves no file behind.
rm -f run.ckpt
status=0
"$program" estimate trace --form real.mtx --probe frame --matvecs 3 --checkpoint run.ckpt >out 2>err || status=$?
((status == 2)) || fail "a budget below one frame: status $status, expected 2"
[[ ! -e run.ckpt && ! -e run.ckpt.lock ]] || fail "a refused run left its checkpoint"
