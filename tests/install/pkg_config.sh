#!/bin/sh
# Compiles two programs by pkg-config alone, and runs them.
#   pkg_config.sh COMPILER PREFIX LIBDIR FOLDER [PKG-CONFIG-OPTIONS]
# PREFIX/LIBDIR/pkgconfig has the files of isotrace; the programs are left in FOLDER.
set -eu
compiler=$1 prefix=$2 libdir=$3 folder=$4
shift 4
sources=$(dirname "$0")/outside
rm -rf "$folder"
mkdir -p "$folder"
export PKG_CONFIG_PATH="$prefix/$libdir/pkgconfig"

# program NAME PACKAGE OPTION...: the source NAME.cpp with what pkg-config says of PACKAGE.
program() {
  name=$1
  shift
  cflags=$(pkg-config "$@" --cflags)
  libs=$(pkg-config "$@" --libs)
  rpath=$(pkg-config --variable=libdir isotrace)
  set -x
  # shellcheck disable=SC2086  # several options each
  "$compiler" -std=c++20 -O1 $cflags "$sources/$name.cpp" -o "$folder/$name" $libs "-Wl,-rpath,$rpath"
  { set +x; } 2>/dev/null
  "$folder/$name"
}
program laplacian isotrace "$@"
program verified isotrace-verification "$@"
