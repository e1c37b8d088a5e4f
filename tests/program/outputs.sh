#!/usr/bin/env bash
# The program's own process, its standard streams closed or full: outputs.sh PROGRAM
set -u
program=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 1
failures=0

cat >a.mtx <<'END'
%%MatrixMarket matrix coordinate real general
3 3 3
1 1 1
2 2 2
3 3 3
END

# expect STATUS LINES WHAT: of the run whose status is in $status and standard error in err.
expect() {
  local lines
  lines=$(wc -l <err)
  if ((status != $1 || lines != $2)); then
    printf 'FAILED: %s: status %d, expected %d; %d lines, expected %d:\n' "$3" "$status" "$1" "$lines" "$2"
    cat err
    failures=$((failures + 1))
  fi
}

trace=(estimate trace --form a.mtx)
while read -r -a command; do
  "$program" "${command[@]}" >/dev/full 2>err
  status=$?
  expect 2 1 "${command[*]} to a full disk"
  "$program" "${command[@]}" >&- 2>err
  status=$?
  expect 2 1 "${command[*]} to a closed output"
  "$program" "${command[@]}" 1</dev/null 2>err
  status=$?
  expect 2 1 "${command[*]} to an output that can only be read"
  "$program" "${command[@]}" >/dev/full 2>&-
  status=$?
  [[ $status == 2 ]] || { echo "FAILED: ${command[*]}: $status without a standard error"; failures=$((failures + 1)); }
done <<'END'
--help
--version
estimate --help
estimate trace --help
estimate trace --form a.mtx
estimate trace --form a.mtx --json
estimate frobenius --map a.mtx
estimate riesz --metric a.mtx
exact trace --form a.mtx
exact frobenius --map a.mtx --json
verify --only 2.1 --field real --quiet
END

# A report that does not fit: nothing of it stays. (The limit holds for gnuplot's pictures too.)
for limit in 0 1 4 16; do
  (
    trap '' XFSZ
    ulimit -f "$limit"
    exec "$program" converge --form a.mtx --report report --quiet 2>"$place/err.pipe" >/dev/null
  ) 2>/dev/null
  status=$?
  if ((status != 2)) || [[ -e report ]]; then
    echo "FAILED: a report beyond $limit KiB: status $status, $(ls -A)"
    failures=$((failures + 1))
  fi
done

"$program" converge --form a.mtx --report report --quiet >out 2>err
status=$?
expect 0 0 'a report without a limit'
for file in index.html pair.svg pair.png pair.csv; do
  [[ -s report/$file ]] || { echo "FAILED: the report has no $file"; failures=$((failures + 1)); }
done

# A closed standard input is refused, whatever file the number is then used for.
"$program" exact trace --form - <&- >out 2>err
status=$?
expect 2 1 'a closed standard input'
gzip -c a.mtx | "$program" exact trace --form - --json >out 2>err
status=${PIPESTATUS[1]}
expect 0 0 'a compressed standard input'
grep -q '"value":6.0' out || { echo 'FAILED: the trace of a compressed standard input'; failures=$((failures + 1)); }
"$program" "${trace[@]}" --matvecs 10 >out 2>/dev/full
status=$?
[[ $status == 0 ]] || { echo "FAILED: a full standard error: $status"; failures=$((failures + 1)); }

# The tests of the laws, if they are built beside the program.
laws=$(dirname "$program")/isotrace_randomness
if [[ -x $laws ]]; then
  for options in '--help' '--raw words --bytes 1000000' '--raw signs --bytes 8' '--draws 100000'; do
    # shellcheck disable=SC2086
    "$laws" $options >/dev/full 2>err
    status=$?
    expect 2 1 "isotrace_randomness $options to a full disk"
  done
  "$laws" --seed 18446744073709551616 >out 2>err
  status=$?
  expect 2 1 'isotrace_randomness with a seed beyond 64 bits'
  bytes=$("$laws" --raw normals --bytes 12345 | wc -c)
  [[ $bytes == 12345 ]] || { echo "FAILED: $bytes raw bytes"; failures=$((failures + 1)); }
fi

exit $((failures > 0))
