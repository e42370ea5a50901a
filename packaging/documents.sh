#!/usr/bin/env bash
# Copies the documents that users read into a folder: README.md, which has links to the others, and docs/.
#
#   packaging/documents.sh FOLDER
set -euo pipefail
folder=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for file in README.md CHANGELOG.md CONTRIBUTING.md tests/benchmarks/README.md; do
  install -D -m 644 "$file" "$folder/$file"
done
find docs -type f -exec install -D -m 644 '{}' "$folder/{}" \;
