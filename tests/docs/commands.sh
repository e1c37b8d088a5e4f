#!/bin/sh
# commands.sh ISOTRACE BLOCK EXPECTED: runs a page's commands of the program ISOTRACE, those that take
# seconds, among matrices of matrices.sh. Each ends well, and together they print what the file
# EXPECTED says, where there is one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$(dirname "$0")/matrices.sh" "$folder"
mkdir "$folder/bin"
ln -s "$1" "$folder/bin/isotrace"
PATH=$folder/bin:$PATH
export PATH

# Lines that begin with isotrace, and those that they go on in.
awk '/^isotrace / { ours = 1 } ours { print } !/\\$/ { ours = 0 }' "$2" |
  grep -vE '^isotrace (bench|converge|verify *(#.*)?$)' > "$folder/block" || true
(cd "$folder" && sh -eu block) > "$folder/printed"
cat "$folder/printed"
[ -e "$3" ] || exit 0
# Times and numbers of threads are this machine's, and so are the last digits of products.
for text in "$3" "$folder/printed"; do
  sed -E 's/[0-9]+ threads?, /T threads, /; s/, [0-9.e-]+ s$/, t s/; s/([.][0-9]{4})[0-9]{5,}/\1/; s/(rounding error at most).*/\1 e/' "$text" \
    > "$folder/compared.$(basename "$text")"
done
if ! diff -u "$folder/compared.$(basename "$3")" "$folder/compared.printed"; then
  echo "the page says what begins with -, the program printed what begins with +" >&2
  exit 1
fi
