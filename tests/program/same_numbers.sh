#!/usr/bin/env bash
# Whether two builds of the program print the same numbers, to the bit: same_numbers.sh OLD NEW [MORE…]
# runs some two hundred calls of both, and MORE options with NEW's (say --threads 1). Only the time
# that a call takes, and its threads, may differ.
set -u
old=$(realpath "$1")
new=$(realpath "$2")
more=("${@:3}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 1

# matrix NAME FIELD SYMMETRY N EXPRESSION: entries of an n×n band matrix from awk's i, j and n.
matrix() {
  awk -v field="$2" -v symmetry="$3" -v n="$4" 'BEGIN {
    for (j = 1; j <= n; ++j) for (i = (symmetry == "general" ? 1 : j); i <= n; ++i) {
      d = i > j ? i - j : j - i
      if (d > 2) continue
      x = '"$5"'
      if (x == 0) continue
      y = (symmetry == "hermitian" && i == j) ? 0 : x / (3 + i)
      line[count++] = i " " j " " sprintf("%.17g", x) (field == "complex" ? sprintf(" %.17g", y) : "")
    }
    print "%%MatrixMarket matrix coordinate", field, symmetry
    print n, n, count
    for (k = 0; k < count; ++k) print line[k]
  }' >"$1.mtx"
}

matrix form real symmetric 120 'd == 0 ? 2 + i / n : (d == 1 ? -1 : 0.1)'
matrix decay real symmetric 120 'd == 0 ? 1 / (i * i) : 0.01 / (i * j * j)'
matrix indefinite real general 120 'd == 0 ? sin(i) : cos(i + 2 * j)'
matrix metric real symmetric 120 'd == 0 ? 4 + i / n : (d == 1 ? 1 : 0.25)'
matrix weight real symmetric 120 'd == 0 ? 3 : (d == 1 ? -0.5 : 0)'
matrix zform complex hermitian 90 'd == 0 ? 2 + i / n : 0.3 / (1 + d)'
matrix zgeneral complex general 90 'd == 0 ? sin(i) : cos(i + 2 * j)'
matrix zmetric complex hermitian 90 'd == 0 ? 5 : 0.5 / (1 + d)'

calls() {
  local estimator probe
  for estimator in hutchinson hutchpp na-hutchpp adaptive-hutchpp nystrompp xtrace xnystrace auto; do
    for probe in sphere ball gaussian signs; do
      echo estimate trace --form form.mtx --estimator "$estimator" --probe "$probe" --matvecs 60
    done
    for input in "--form form.mtx --metric metric.mtx" "--form decay.mtx" \
      "--form zform.mtx --metric zmetric.mtx" "--form form.mtx --precision single" \
      "--form form.mtx --field complex --probe phases"; do
      echo estimate trace $input --estimator "$estimator" --matvecs 90 --seed 7
      echo estimate trace $input --estimator "$estimator" --tolerance 0.02 --max-matvecs 2000
    done
    echo estimate frobenius --map indefinite.mtx --domain metric.mtx --codomain weight.mtx \
      --estimator "$estimator" --matvecs 80
    echo estimate frobenius --map zgeneral.mtx --domain zmetric.mtx --estimator "$estimator" \
      --tolerance 0.05 --max-matvecs 2000
    case $estimator in nystrompp | xnystrace) continue ;; esac
    for input in "--form indefinite.mtx" "--form zgeneral.mtx --metric zmetric.mtx" \
      "--endomorphism indefinite.mtx --metric metric.mtx"; do
      echo estimate trace $input --estimator "$estimator" --matvecs 100
    done
    echo estimate frobenius --map indefinite.mtx --with form.mtx --domain metric.mtx \
      --estimator "$estimator" --matvecs 80
  done
  for probe in sphere ball gaussian frame; do
    echo estimate riesz --metric metric.mtx --probe "$probe" --matvecs 40
    echo estimate trace --form zform.mtx --metric zmetric.mtx --probe "$probe" --matvecs 777
    echo estimate trace --form form.mtx --metric metric.mtx --probe "$probe" --normalised --matvecs 50
    echo estimate frobenius --map zgeneral.mtx --probe "$probe" --matvecs 64 --block 7
  done
  for probe in signs phases; do
    echo estimate trace --form zform.mtx --metric zmetric.mtx --probe "$probe" --matvecs 777
    echo estimate trace --form zgeneral.mtx --probe "$probe" --estimator xtrace --matvecs 64
  done
  for seed in 2 3 5 7 11 13; do
    echo estimate trace --form decay.mtx --metric metric.mtx --tolerance 0.01 --seed "$seed"
    echo estimate frobenius --map indefinite.mtx --tolerance 0.03 --seed "$seed"
    echo estimate trace --form form.mtx --precision single --tolerance 0.003 --seed "$seed"
  done
  echo estimate trace --form form.mtx --probe frame --frame-size 5 --matvecs 63
  echo estimate trace --form form.mtx --matvecs 5000 --block 3 --confidence 0.999
  echo estimate trace --form form.mtx --absolute-tolerance 0.5
  echo estimate trace --form decay.mtx --tolerance 1e-3 --memory 200000
  echo exact trace --form form.mtx --metric metric.mtx
  echo exact trace --form zgeneral.mtx --metric zmetric.mtx
  echo exact trace --endomorphism indefinite.mtx
  echo exact trace --endomorphism zgeneral.mtx --metric zmetric.mtx
  echo exact trace --form form.mtx --precision single
  echo exact trace --form form.mtx --field complex --metric metric.mtx
  echo exact frobenius --map indefinite.mtx --domain metric.mtx --codomain weight.mtx
  echo exact frobenius --map zgeneral.mtx --with zform.mtx --domain zmetric.mtx
  echo verify --field real
  echo verify --field complex --seed 5
  echo verify --only 3.1,3.2,3.5 --probes 4000
}

# without what a clock or a machine says
numbers() {
  sed -E 's/"(seconds|threads)": *[0-9.e+-]+,?//g'
}

failures=0
count=0
while read -r -a call; do
  count=$((count + 1))
  "$old" "${call[@]}" --json </dev/null 2>old.err >old.out
  echo "status $?" >>old.out
  "$new" "${call[@]}" --json "${more[@]}" </dev/null 2>new.err >new.out
  echo "status $?" >>new.out
  for side in old new; do numbers <"$side.out" >"$side.txt"; done
  if ! cmp -s old.txt new.txt || ! grep -qE 'status [01]$' old.txt; then
    failures=$((failures + 1))
    printf 'DIFFERS: %s\n' "${call[*]}"
    diff old.txt new.txt | cut -c1-400 | head -6
    cat old.err new.err | head -4
  fi
done < <(calls)
printf '%d calls, %d differ\n' "$count" "$failures"
((failures == 0 && count >= 200))
