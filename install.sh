#!/usr/bin/env bash
# Builds omefs and puts it on PATH. Debian and Ubuntu; root, or a user with sudo. Run it again to update.
#
#   ./install.sh [--prefix DIR]               default /usr/local: DIR/lib/omefs and DIR/bin/omefs
#   ./install.sh --uninstall [--prefix DIR]   takes both away again; packages stay
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

prefix=/usr/local
uninstall=false

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

usage() {
  sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

while (($#)); do
  case $1 in
    --prefix) [[ -n ${2:-} ]] || { usage >&2; exit 2; }; prefix=$2; shift 2 ;;
    --prefix=*) prefix=${1#*=}; shift ;;
    --uninstall) uninstall=true; shift ;;
    -h|--help) usage; exit 0 ;;
    *) echo "install.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
done
[[ $prefix == /* ]] || prefix=$PWD/$prefix

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
[[ ! -e $lib || -e $lib/omefs.dll ]] || fail "$lib is there and is not ours; remove it, or use --prefix"

if $uninstall; then
  in_prefix rm -rf "$link" "$lib"
  echo "omefs is removed from $prefix."
  exit 0
fi

apt_has() {
  command -v apt-cache >/dev/null && [[ $(apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]
}

apt_install() {
  command -v apt-get >/dev/null || fail "no apt-get: install $* by your distribution's means, then run install.sh again"
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

# The program finds the runtime by itself only in the place the system has registered, or in the usual one.
dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
if [[ ! -d $dotnet_root/host/fxr ]]; then
  # `dotnet` may be a wrapper script: the SDK list says where the SDK really is, .../sdk
  dotnet_root=$(dirname "$(dotnet --list-sdks | sed -n 's/^10\.[^[]*\[\(.*\)\]$/\1/p' | tail -1)")
fi
registered=$(cat /etc/dotnet/install_location /etc/dotnet/install_location_x64 /etc/dotnet/install_location_arm64 2>/dev/null || true)
found_by_itself=false
while read -r place; do
  if [[ -n $place && $(readlink -f "$place") == "$dotnet_root" ]]; then found_by_itself=true; fi
done <<<"${registered:-$'/usr/share/dotnet\n/usr/lib/dotnet'}"

# The image codecs: libtiff, OpenJPEG and libdeflate behind one small library. Without it the common codecs still work.
codec_packages=(cmake make gcc libc6-dev libtiff-dev libopenjp2-7-dev libdeflate-dev)
# JPEG XL and JPEG XR: not every distribution has them, and omefs refuses such files by name without.
for package in libjxl-dev libjxr-dev; do
  dpkg -s "$package" >/dev/null 2>&1 || ! command -v apt-cache >/dev/null && continue
  apt_has "$package" || apt_update_once
  if apt_has "$package" && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then apt_install "$package"; fi
done
if ! native/build.sh >/dev/null 2>&1; then
  apt_has libtiff-dev || apt_update_once
  apt_install "${codec_packages[@]}"
  native/build.sh >/dev/null || fail "the native codec library did not build"
fi

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
dotnet publish src/OmeFs/OmeFs.csproj -c Release -o "$staging/omefs" -nodeReuse:false --nologo -v quiet </dev/null
[[ -x $staging/omefs/omefs ]] || fail "the build left no omefs"
chmod -R u=rwX,go=rX "$staging"

in_prefix mkdir -p "$prefix/lib" "$prefix/bin"
# The new folder is complete before the old one goes: mounts that run keep the files they have open.
in_prefix rm -rf "$lib.new"
in_prefix cp -r "$staging/omefs" "$lib.new"
in_prefix rm -rf "$lib"
in_prefix mv "$lib.new" "$lib"
if $found_by_itself; then
  in_prefix ln -sfn "$lib/omefs" "$link"
else
  printf '#!/bin/sh\n%s\n# The .NET runtime lies where the program itself would not look for it.\nDOTNET_ROOT="%s" exec "%s/omefs" "$@"\n' \
    "$mark" "$dotnet_root" "$lib" >"$staging/starter"
  in_prefix rm -f "$link"
  in_prefix install -m 755 "$staging/starter" "$link"
fi

version=$("$link" --version </dev/null) || fail "$link does not start"
echo "omefs $version is installed: $link"
folder=$dotnet_root
while [[ $folder != / ]]; do
  if [[ $(stat -c %A "$folder") != *x ]]; then
    echo "Note: only you can run it. The .NET runtime lies in $dotnet_root, and $folder is closed to other users." >&2
    break
  fi
  folder=$(dirname "$folder")
done
[[ :$PATH: == *:$prefix/bin:* ]] || echo "Note: $prefix/bin is not on your PATH." >&2
[[ -e /dev/fuse ]] || echo "Note: there is no /dev/fuse here (a container?): mounting will be refused until there is." >&2
