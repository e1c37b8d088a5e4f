#!/bin/sh
# Makes the Debian packages of a build, and has dpkg install them below FOLDER/root, with the dependencies
# that they state looked up among this system's packages.
#   debian.sh CPACK CONFIG FOLDER VERSION SOVERSION
set -eu
cpack=$1 config=$2 folder=$3 version=$4 soversion=$5
rm -rf "$folder"
mkdir -p "$folder/root/var/lib/dpkg/info" "$folder/root/var/lib/dpkg/updates" "$folder/bin"
"$cpack" -G DEB --config "$config" -B "$folder"

architecture=$(dpkg --print-architecture)
library=$folder/libisotrace${soversion}_${version}_$architecture.deb
development=$folder/libisotrace-dev_${version}_$architecture.deb
program=$folder/isotrace_${version}_$architecture.deb

# states PACKAGE FIELD TEXT: TEXT stands in the package's field.
states() {
  found=$(dpkg-deb --field "$1" "$2")
  case $found in
    *"$3"*) ;;
    *) printf '%s: found %s: %s, expected %s in it\n' "$1" "$2" "$found" "$3"; exit 1 ;;
  esac
}
states "$library" Depends libtbb
states "$library" Depends libfmt
states "$library" Provides "libisotrace${version%%.*} (= $version)"
states "$development" Depends "libisotrace$soversion (= $version)"
states "$development" Depends libeigen3-dev
states "$program" Depends "libisotrace$soversion (= $version)"
for package in "$library" "$development" "$program"; do
  states "$package" Maintainer @
  dpkg-deb --contents "$package" | grep -q '/usr/share/doc/.*/copyright$' ||
    { printf '%s has no copyright file\n' "$package"; exit 1; }
done
# What a package of a user's program will depend on.
dpkg-deb --info "$library" shlibs | grep -qx "libisotrace $soversion libisotrace$soversion (>= $version)" ||
  { printf '%s: shlibs does not name its package\n' "$library"; exit 1; }

# The packages run ldconfig, which is not for a root of our own; and dpkg wants to be root's only for
# the files' owner.
printf '#!/bin/sh\n' >"$folder/bin/ldconfig"
chmod +x "$folder/bin/ldconfig"
cp /var/lib/dpkg/status "$folder/root/var/lib/dpkg/status"
PATH=$folder/bin:$PATH:/usr/sbin:/sbin dpkg --root="$folder/root" --log=/dev/null --force-not-root \
  --force-script-chrootless --install "$library" "$development" "$program" >"$folder/dpkg.txt" 2>&1 ||
  { grep -v 'files list file' "$folder/dpkg.txt"; exit 1; }
