#!/bin/sh
# matrices.sh FOLDER: the matrices that the pages' commands name, as Matrix Market files. K and M are
# the stiffness and the mass matrix of 60 linear elements, V and W metrics on 60 and 40 numbers, S
# and T maps from the former to the latter, E a map of 60 numbers to themselves. F.csv has 60 rows of
# two numbers and a kind, of three.
set -eu
cd "$1"

# symmetric FILE ROWS DIAGONAL BESIDE
symmetric() {
  awk -v n="$2" -v a="$3" -v b="$4" 'BEGIN {
    print "%%MatrixMarket matrix coordinate real symmetric"
    print n, n, 2 * n - 1
    for (i = 1; i <= n; ++i) {
      print i, i, a
      if (i < n) print i + 1, i, b
    }
  }' > "$1"
}
# general FILE ROWS COLUMNS: entries cos(i + 2j)/(1 + |i − j|)
general() {
  awk -v m="$2" -v n="$3" -v shift="$4" 'BEGIN {
    print "%%MatrixMarket matrix array real general"
    print m, n
    for (j = 1; j <= n; ++j)
      for (i = 1; i <= m; ++i)
        printf "%.17g\n", cos(shift + i + 2 * j) / (1 + (i > j ? i - j : j - i))
  }' > "$1"
}
symmetric K.mtx 60 122 -61
symmetric M.mtx 60 0.0109289617486 0.00273224043716
symmetric V.mtx 60 3 1
symmetric W.mtx 40 2 0.5
general T.mtx 40 60 0
general S.mtx 40 60 1
general E.mtx 60 60 2
awk 'BEGIN {
  print "width,height,kind"
  for (i = 0; i < 60; ++i) printf "%.6f,%.6f,k%d\n", sin(7 * i) + i % 3, 10 * cos(5 * i) - i % 3, i % 3
}' > F.csv
