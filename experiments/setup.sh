# Shared by ./experiments/run and ./tests/run: packages, build, and error messages, which name the
# failed step and what to do. Both source it after `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=$root/build

packages=(
  g++ cmake ninja-build                             # the tools
  libeigen3-dev libboost-dev libboost-random-dev    # the library, headers only
  libpcg-cpp-dev
  libtbb-dev libfmt-dev                             # the library
  libopenblas-dev libsuitesparse-dev libscotch-dev  # its dense products, and orderings
  libcli11-dev nlohmann-json3-dev                   # the program
  zlib1g-dev libcsv-dev
  gnuplot-nox fonts-dejavu-core                     # its plots
  catch2                                            # the tests
)

say() { printf '== %s\n' "$*"; }

# fail STATUS LINE...: prints the lines on standard error and exits.
fail() {
  local status=$1
  shift
  printf '%s: %s\n' "$0" "$1" >&2
  shift
  if (($#)); then printf '  %s\n' "$@" >&2; fi
  exit "$status"
}

missing_packages() {
  local package
  declare -A installed=()
  while read -r package; do installed[$package]=1; done < <(
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null |
      sed -n 's/^installed //p'
  )
  for package in "${packages[@]}"; do
    if [[ -z ${installed[$package]:-} ]]; then printf '%s\n' "$package"; fi
  done
}

# Installs missing Debian packages; quick, and without network access, if none is missing.
install_missing() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    fail 1 'this system has no apt-get: packages can only be installed on Debian (12 or later).' \
      'Install what corresponds to these Debian packages:' "  ${packages[*]}" \
      'and then build and test by' "  cmake -S $root -B $build && cmake --build $build && ctest --test-dir $build"
  fi
  local missing
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then return; fi

  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq
             -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail 1 'packages are missing, and there is no sudo.' \
      'As root, run' "  apt-get update && apt-get install ${missing[*]}"
    apt=(sudo "${apt[@]}")
  fi
  say "installing from Debian: ${missing[*]}"
  "${apt[@]}" update </dev/null || fail 1 'apt-get update failed (its messages are above).' \
    'Mend the network or /etc/apt/sources.list and run this again.'
  "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null ||
    fail 1 'apt-get install failed (its messages are above).' \
      "Missing are: ${missing[*]}" 'Install them and run this again.'
}

# install_optional PACKAGE...: installs those that this Debian has; the build skips what needs others.
install_optional() {
  local package
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then packages+=("$package"); fi
  done
  install_missing
}

# As many jobs as processors and memory allow; one compiler takes up to 2 GB.
jobs() {
  local kilobytes processors
  processors=$(nproc)
  kilobytes=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo)
  local fit=$((kilobytes / 2000000))
  ((fit >= 1)) || fit=1
  echo $((processors < fit ? processors : fit))
}

# configure PRESET: configures the preset's build folder and sets `preset_folder` to it.
configure() {
  preset_folder=$build-$1
  if [[ $1 == release ]]; then preset_folder=$build; fi
  if [[ ! -f $preset_folder/CMakeCache.txt ]]; then
    export CMAKE_GENERATOR=${CMAKE_GENERATOR:-Ninja}
  fi
  say "configuring in $preset_folder"
  cmake -S "$root" --preset "$1" --log-level=WARNING >/dev/null ||
    fail 1 'CMake could not configure the build (its messages are above).' \
      "If an earlier configuration is in the way, remove $preset_folder and run this again."
}

# build_preset PRESET [TARGET...]: builds everything, or these targets, in the preset's build folder.
build_preset() {
  configure "$1"
  shift
  say "building with $CMAKE_BUILD_PARALLEL_LEVEL jobs"
  cmake --build "$preset_folder" --target "${@:-all}" ||
    fail 1 'the build failed (the compiler'"'"'s messages are above).' \
      'If the compiler was killed for want of memory: CMAKE_BUILD_PARALLEL_LEVEL=1 '"$0"
}

# build_release [TARGET...]: the same as a Release in build/.
build_release() { build_preset release "$@"; }

export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(jobs)}
