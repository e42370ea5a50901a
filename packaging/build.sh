#!/usr/bin/env bash
# Makes a Debian package and a tar.gz of omefs, of the native program.
#
#   packaging/build.sh [OUTPUT_DIR]     default packaging/out: omefs_VERSION_ARCH.deb, omefs-VERSION-linux-ARCH.tar.gz
#
# OMEFS_PUBLISHED: a folder in which `dotnet publish src/OmeFs` has put the program already.
# Needs what install.sh needs, and dpkg-dev. A package made on Debian 12 runs on Debian 13 too.
set -euo pipefail
output=$(mkdir -p "${1:-$(dirname "${BASH_SOURCE[0]}")/out}" && cd "${1:-$(dirname "${BASH_SOURCE[0]}")/out}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

fail() {
  echo "packaging/build.sh: $*" >&2
  exit 1
}

command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null || fail "install dpkg-dev"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022

published=${OMEFS_PUBLISHED:-}
if [[ -z $published ]]; then
  published=$work/published
  native/build.sh >/dev/null
  dotnet publish src/OmeFs/OmeFs.csproj -c Release -o "$published" -nodeReuse:false --nologo -v quiet
fi
[[ -f $published/omefs && ! -e $published/omefs.dll ]] || fail "$published has no native program"
[[ -f $published/libomefs_codecs.so ]] || fail "$published has no codec library: native/build.sh did not build it"

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
arch=$(dpkg --print-architecture)

# Into $1/omefs, omefs-jxr and the libraries; the program looks for them beside itself.
put_program() {
  install -d "$1"
  install -m 755 "$published/omefs" "$1/"
  [[ ! -f $published/omefs-jxr ]] || install -m 755 "$published/omefs-jxr" "$1/"
  install -m 644 "$published"/libomefs_*.so "$1/"
}

# Into $1: the man page and the completions, which the program writes itself. $2: where zsh looks for those of packages.
put_manual() {
  install -d "$1/man/man1" "$1/bash-completion/completions" "$1/zsh/$2" "$1/fish/vendor_completions.d"
  "$published/omefs" generate man | gzip -9n >"$1/man/man1/omefs.1.gz"
  "$published/omefs" generate bash >"$1/bash-completion/completions/omefs"
  "$published/omefs" generate zsh >"$1/zsh/$2/_omefs"
  "$published/omefs" generate fish >"$1/fish/vendor_completions.d/omefs.fish"
}

root=$work/root
put_program "$root/usr/lib/omefs"
install -d "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib/systemd/system" "$root/usr/share/doc/omefs" "$root/DEBIAN"
ln -s ../lib/omefs/omefs "$root/usr/bin/omefs"
for helper in mount.omefs mount.fuse.omefs; do
  sed 's|@OMEFS@|/usr/bin/omefs|; s|^# Written by .*|# Part of the package omefs.|' packaging/mount.omefs >"$root/usr/sbin/$helper"
  chmod 755 "$root/usr/sbin/$helper"
done
sed 's|@OMEFS@|/usr/bin/omefs|; s|@DOC@|/usr/share/doc/omefs|' packaging/omefs@.service >"$root/usr/lib/systemd/system/omefs@.service"
cat LICENSE packaging/NOTICES >"$root/usr/share/doc/omefs/copyright"
put_manual "$root/usr/share" vendor-completions
gzip -9nc CHANGELOG.md >"$root/usr/share/doc/omefs/changelog.gz"
packaging/documents.sh "$root/usr/share/doc/omefs"

# What a file is linked to, as Debian's packages are called. OpenSSL is opened by name when it is needed, so nothing is linked to it.
needs() {
  mkdir -p "$work/shlibs/debian"
  printf 'Source: omefs\n\nPackage: omefs\nArchitecture: any\n' >"$work/shlibs/debian/control"
  (cd "$work/shlibs" && dpkg-shlibdeps -O --ignore-missing-info "$@" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
}
lib=$root/usr/lib/omefs
depends="fuse3, libssl3 | libssl3t64, $(needs "$lib/omefs" "$lib/libomefs_codecs.so")"
# JPEG XL and JPEG XR: another release may have them under other names. Without them such files are refused by name.
optional=()
for file in "$lib/libomefs_jxl.so" "$lib/omefs-jxr"; do
  if [[ -f $file ]]; then optional+=("$file"); fi
done
recommends=
if ((${#optional[@]})); then
  recommends=$(needs "${optional[@]}" | tr ',' '\n' | sed 's/^ *//' | grep -E '^libjx' | paste -sd, | sed 's/,/, /g')
fi

cat >"$root/DEBIAN/control" <<EOF
Package: omefs
Version: $version
Architecture: $arch
Maintainer: The omefs authors
Section: science
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends
${recommends:+Recommends: $recommends
}Description: shows OME-TIFF files as OME-Zarr folders
 Mounts OME-TIFF, TIFF and reference JSON as OME-Zarr, by FUSE. Nothing is
 converted or copied: reading a chunk reads a byte range of the TIFF, and what
 Zarr clients cannot decode is decoded on the fly.
EOF
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
dpkg-deb --root-owner-group --build "$root" "$output/omefs_${version}_$arch.deb" >/dev/null

name=omefs-$version-linux-$arch
put_program "$work/$name"
put_manual "$work/$name/share" site-functions
packaging/documents.sh "$work/$name/share/doc/omefs"
cp LICENSE packaging/NOTICES "$work/$name/"
cat >"$work/$name/README.txt" <<EOF
omefs $version, for Linux on $arch. Nothing needs to be built. Users other than
root need the package fuse3.

  ./omefs demo                        runs where it is unpacked

To install it, put this folder where it can stay, and link the program:

  sudo mv $name /opt/omefs
  sudo ln -s /opt/omefs/omefs /usr/local/bin/omefs
  sudo cp -r /opt/omefs/share/. /usr/local/share/    # man page, completions, documents

The documents begin at share/doc/omefs/README.md.
EOF
tar -C "$work" --owner=0 --group=0 --numeric-owner --sort=name -czf "$output/$name.tar.gz" "$name"

printf '%s\n' "$output/omefs_${version}_$arch.deb" "$output/$name.tar.gz"
