#!/bin/bash
# One backup: the database first, then the files. Files are never changed in place,
# so an archive made after the dump has every file that the dump names.
set -euo pipefail
stamp=$(date -u +%Y%m%dT%H%M%SZ)
target="/backups/$DATABASE-$stamp"
mkdir -p "$target.partial"
pg_dump --format=custom --file="$target.partial/database.dump" "$DATABASE"
tar -C /filestore -czf "$target.partial/filestore.tar.gz" "filestore/$DATABASE"
(cd "$target.partial" && sha256sum database.dump filestore.tar.gz > SHA256SUMS)
mv "$target.partial" "$target"
find /backups -mindepth 1 -maxdepth 1 -name "$DATABASE-*" -mtime "+$KEEP_DAYS" \
    -exec rm -r {} +
echo "$target"
