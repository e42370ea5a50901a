#!/usr/bin/env bash
# Builds omefs and puts it on PATH. Debian and Ubuntu. Run it again to update.
#
#   ./install.sh [--prefix DIR]               default /usr/local: DIR/lib/omefs, DIR/bin/omefs; below DIR/share its man page, completions and documents
#   ./install.sh --jit [--prefix DIR]         builds for the .NET runtime, if the native program cannot be built: starts more slowly, needs .NET 10 to run
#   ./install.sh --uninstall [--prefix DIR]   removes all of these; packages stay
#
# Run by root, it also writes what mount(8) and systemd need: DIR/lib/systemd/system/omefs@.service; and, outside DIR, /sbin/mount.omefs and
# /sbin/mount.fuse.omefs, unless they belong to another installation.
#
# The .NET 10 SDK is needed to build omefs, not to run it. Root, or sudo, is needed for packages that are missing, and for a prefix that you may
# not write. Neither is needed for --prefix ~/.local if fuse3, the SDK, cmake, gcc, make, and the development packages of libtiff, OpenJPEG and
# libdeflate are installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

prefix=/usr/local
uninstall=false
jit=false

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

usage() {
  sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

while (($#)); do
  case $1 in
    --prefix) [[ -n ${2:-} ]] || { usage >&2; exit 2; }; prefix=$2; shift 2 ;;
    --prefix=*) prefix=${1#*=}; shift ;;
    --jit) jit=true; shift ;;
    --uninstall) uninstall=true; shift ;;
    -h|--help) usage; exit 0 ;;
    *) echo "install.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
done
[[ $prefix == /* ]] || prefix=$PWD/$prefix

# One line a step: nobody shall wonder for minutes whether it hangs.
step() {
  echo "install.sh: $*"
}

# Only what the user may not write needs root: a prefix in the home does not.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "'$*' needs root, and there is no sudo: run install.sh as root"
  fi
}

in_prefix() {
  local existing=$prefix
  while [[ ! -e $existing ]]; do existing=$(dirname "$existing"); done
  if [[ -w $existing ]]; then "$@"; else as_root "$@"; fi
}

lib=$prefix/lib/omefs
link=$prefix/bin/omefs

mark='# Written by install.sh of omefs.'

# What we may replace or remove: nothing, our own link or starter, our own folder.
if [[ -e $link || -L $link ]] && [[ $(readlink "$link") != "$lib/omefs" ]] && ! grep -qxF "$mark" "$link"; then
  fail "$link is there and is not ours; remove it, or use --prefix"
fi
[[ ! -e $lib || -e $lib/omefs ]] || fail "$lib is there and is not ours; remove it, or use --prefix"

# For mount(8), fstab, autofs and systemd: root's alone.
helpers=(/sbin/mount.omefs /sbin/mount.fuse.omefs)
unit=$prefix/lib/systemd/system/omefs@.service

# The man page and the completions: what the program calls each, and where it goes.
manual=(
  man:"$prefix/share/man/man1/omefs.1"
  bash:"$prefix/share/bash-completion/completions/omefs"
  zsh:"$prefix/share/zsh/site-functions/_omefs"
  fish:"$prefix/share/fish/vendor_completions.d/omefs.fish"
)
documents=$prefix/share/doc/omefs

# The folders that an installation made: an uninstallation removes them if they are empty, and no other ones.
made=$lib/made-folders

# Those of the prefix that are not there yet.
missing_folders() {
  local file folder
  for file in "$link" "$lib" "$documents" "${manual[@]#*:}" "$@"; do
    folder=$(dirname "$file")
    while [[ $folder == "$prefix" || $folder == "$prefix"/* ]]; do
      if [[ ! -e $folder ]]; then printf '%s\n' "$folder"; fi
      folder=$(dirname "$folder")
    done
  done | LC_ALL=C sort -u
}

# Whether a helper may be written: it is not there, or is that of this installation.
is_ours() {
  [[ ! -e $1 && ! -L $1 ]] || { grep -qxF "$mark" "$1" && grep -qF "\"$link\"" "$1"; }
}

if $uninstall; then
  if [[ ! -e $lib && ! -e $link && ! -L $link ]]; then
    echo "omefs is not installed in $prefix: nothing is removed."
    exit 0
  fi
  folders=()
  if [[ -f $made ]]; then mapfile -t folders < <(LC_ALL=C sort -r "$made"); fi
  if ((EUID == 0)); then
    for helper in "${helpers[@]}"; do
      if is_ours "$helper"; then rm -f "$helper"; fi
    done
    rm -f "$unit"
  fi
  in_prefix rm -rf "$link" "$lib" "${manual[@]#*:}" "$documents"
  for folder in "${folders[@]}"; do
    if [[ -d $folder ]]; then in_prefix rmdir --ignore-fail-on-non-empty "$folder"; fi
  done
  echo "omefs is removed from $prefix."
  exit 0
fi

apt_has() {
  command -v apt-cache >/dev/null && [[ $(apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]
}

apt_install() {
  command -v apt-get >/dev/null || fail "no apt-get: install $* by your distribution's means, then run install.sh again"
  step "installing packages: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null
}

has_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'
}

updated=false
apt_update_once() {
  if ! $updated && command -v apt-get >/dev/null; then
    # An unreachable third-party list must not stop us: the packages may be known all the same.
    as_root apt-get update </dev/null || echo "install.sh: apt-get update failed; going on with the lists there are" >&2
    updated=true
  fi
}

if ! command -v fusermount3 >/dev/null; then
  apt_has fuse3 || apt_update_once
  apt_install fuse3
fi

if ! has_sdk; then
  apt_has dotnet-sdk-10.0 || apt_update_once
  if apt_has dotnet-sdk-10.0; then
    apt_install dotnet-sdk-10.0
  else
    cat >&2 <<'HOW'
install.sh: the .NET 10 SDK is needed to build omefs, and this distribution has no package dotnet-sdk-10.0.
Either add Microsoft's package list for your distribution and run install.sh again
  (https://learn.microsoft.com/dotnet/core/install/linux-debian, .../linux-ubuntu),
or install it for all users without a package:
  curl -fsSL https://dot.net/v1/dotnet-install.sh | sudo bash -s -- --channel 10.0 --install-dir /usr/share/dotnet
  sudo ln -s /usr/share/dotnet/dotnet /usr/local/bin/dotnet
HOW
    exit 1
  fi
fi

# Whether packages can be installed at all: a user without sudo goes on with what is there.
may_install() {
  command -v apt-get >/dev/null && { ((EUID == 0)) || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; }; }
}

header() {
  compgen -G "/usr/include/$1" >/dev/null || compgen -G "/usr/include/*-linux-gnu/$1" >/dev/null || compgen -G "/usr/local/include/$1" >/dev/null
}

# The native compiler links with the system's own linker.
missing_linker_packages() {
  command -v clang >/dev/null || command -v gcc >/dev/null || echo gcc
  header stdio.h || echo libc6-dev
}

if ! $jit; then
  # Of a distribution that builds .NET itself the native compiler is a package of its own.
  if may_install && apt_has dotnet-sdk-aot-10.0 && ! dpkg -s dotnet-sdk-aot-10.0 >/dev/null 2>&1; then apt_install dotnet-sdk-aot-10.0; fi
  mapfile -t missing < <(missing_linker_packages)
  if ((${#missing[@]})) && may_install; then
    apt_has "${missing[0]}" || apt_update_once
    apt_install "${missing[@]}" zlib1g-dev
    mapfile -t missing < <(missing_linker_packages)
  fi
  ((${#missing[@]} == 0)) ||
    fail "the native program cannot be built without ${missing[*]}: install that, or use --jit, which builds omefs for the .NET runtime"
fi

# The image codecs: libtiff, OpenJPEG and libdeflate behind one small library. Each package, unless it is there.
missing_codec_packages() {
  command -v cmake >/dev/null || echo cmake
  command -v make >/dev/null || echo make
  command -v cc >/dev/null || command -v gcc >/dev/null || printf '%s\n' gcc libc6-dev
  header tiffio.h || echo libtiff-dev
  header 'openjpeg-2.*/openjpeg.h' || echo libopenjp2-7-dev
  header libdeflate.h || echo libdeflate-dev
}

# JPEG XL and JPEG XR: not every distribution has them, and omefs refuses such files by name without.
if may_install; then
  for package in libjxl-dev libjxr-dev; do
    dpkg -s "$package" >/dev/null 2>&1 && continue
    apt_has "$package" || apt_update_once
    if apt_has "$package"; then apt_install "$package"; fi
  done
fi

mapfile -t missing < <(missing_codec_packages)
if ((${#missing[@]})) && may_install; then
  apt_has "${missing[0]}" || apt_update_once
  apt_install "${missing[@]}"
  mapfile -t missing < <(missing_codec_packages)
fi
without=
if ((${#missing[@]})); then
  without="these packages are missing: ${missing[*]}"
else
  step "building the native codec library"
  log=$(mktemp)
  if ! native/build.sh >"$log" 2>&1; then
    cat "$log" >&2
    without="it did not build, though everything it needs is installed; what the compiler said is above"
    # What cmake remembers of a compiler that does not work must not decide the next attempt.
    rm -rf native/build
  fi
  rm -f "$log"
fi
if [[ -n $without ]]; then
  # A library from an earlier build would be of another version.
  rm -rf native/out
  echo "install.sh: going on without the native codec library: $without" >&2
fi

# Where the .NET runtime is. The program finds it by itself only in the place the system has registered, or in the usual one.
find_runtime() {
  dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
  if [[ ! -d $dotnet_root/host/fxr ]]; then
    # `dotnet` may be a wrapper script: the SDK list says where the SDK really is, .../sdk
    dotnet_root=$(dirname "$(dotnet --list-sdks | sed -n 's/^10\.[^[]*\[\(.*\)\]$/\1/p' | tail -1)")
  fi
  local registered place
  registered=$(cat /etc/dotnet/install_location /etc/dotnet/install_location_x64 /etc/dotnet/install_location_arm64 2>/dev/null || true)
  found_by_itself=false
  while read -r place; do
    if [[ -n $place && $(readlink -f "$place") == "$dotnet_root" ]]; then found_by_itself=true; fi
  done <<<"${registered:-$'/usr/share/dotnet\n/usr/lib/dotnet'}"
}

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
step "building omefs (one to four minutes; the first time it downloads NuGet packages)"
form=()
if $jit; then form=(-p:PublishAot=false); fi
if ! dotnet publish src/OmeFs/OmeFs.csproj -c Release -o "$staging/omefs" "${form[@]}" -nodeReuse:false --nologo -v quiet </dev/null; then
  if $jit; then fail "the build failed; what the compiler said is above"; fi
  fail "the build failed; what the compiler said is above. If .NET has no native compiler for this computer, use --jit"
fi
[[ -x $staging/omefs/omefs ]] || fail "the build left no omefs"
chmod -R u=rwX,go=rX "$staging"

{
  if [[ -f $made ]]; then cat "$made"; fi
  if ((EUID == 0)); then missing_folders "$unit"; else missing_folders; fi
} >"$staging/omefs/made-folders"
in_prefix mkdir -p "$prefix/lib" "$prefix/bin"
# The new folder is complete before the old one goes: mounts that run keep the files they have open.
in_prefix rm -rf "$lib.new"
in_prefix cp -r "$staging/omefs" "$lib.new"
in_prefix rm -rf "$lib"
in_prefix mv "$lib.new" "$lib"
if $jit; then find_runtime; fi
if ! $jit || $found_by_itself; then
  in_prefix ln -sfn "$lib/omefs" "$link"
else
  printf '#!/bin/sh\n%s\n# The .NET runtime is where the program itself would not look for it.\nDOTNET_ROOT="%s" exec "%s/omefs" "$@"\n' \
    "$mark" "$dotnet_root" "$lib" >"$staging/starter"
  in_prefix rm -f "$link"
  in_prefix install -m 755 "$staging/starter" "$link"
fi

if ((EUID == 0)); then
  for helper in "${helpers[@]}"; do
    if is_ours "$helper"; then
      sed "s|@OMEFS@|$link|" packaging/mount.omefs >"$staging/helper"
      install -m 755 "$staging/helper" "$helper"
      step "$helper is written, for mount -t omefs and /etc/fstab"
    else
      echo "Note: $helper is of another installation and is left as it is." >&2
    fi
  done
  sed "s|@OMEFS@|$link|; s|@DOC@|$documents|" packaging/omefs@.service >"$staging/unit"
  install -D -m 644 "$staging/unit" "$unit"
fi

version=$("$link" --version </dev/null) || fail "$link does not start"
for one in "${manual[@]}"; do
  "$link" generate "${one%%:*}" >"$staging/manual" </dev/null
  in_prefix install -D -m 644 "$staging/manual" "${one#*:}"
done
packaging/documents.sh "$staging/documents"
in_prefix rm -rf "$documents"
in_prefix mkdir -p "${documents%/*}"
in_prefix cp -r "$staging/documents" "$documents"
echo "omefs $version is installed: $link"
if $jit; then
  folder=$dotnet_root
  while [[ $folder != / ]]; do
    if [[ $(stat -c %A "$folder") != *x ]]; then
      echo "Note: only you can run it. The .NET runtime is in $dotnet_root, and $folder is closed to other users." >&2
      break
    fi
    folder=$(dirname "$folder")
  done
fi
[[ :$PATH: == *:$prefix/bin:* ]] || echo "Note: $prefix/bin is not on your PATH." >&2
if [[ -n $without ]]; then
  echo "Note: JPEG 2000, JPEG XL, JPEG XR, WebP, LERC and LZMA will be refused, since the native codec library is not built: $without." >&2
  echo "JPEG, CCITT fax, zstd and the rest are decoded without it, some of them more slowly." >&2
fi
[[ -e /dev/fuse ]] || echo "Note: there is no /dev/fuse here (a container?): mounting will be refused until there is." >&2
