#!/bin/bash
# A hot standby: copies the primary once, then follows it.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA"
    # A slot that an interrupted copy left behind is taken over.
    pg_basebackup -h db -U replicator -D "$PGDATA" -R -X stream -C -S replica ||
        pg_basebackup -h db -U replicator -D "$PGDATA" -R -X stream -S replica
    chmod 700 "$PGDATA"
fi
# A standby must allow at least as many connections as its primary.
exec postgres -c hot_standby=on -c hot_standby_feedback=on -c max_connections=1000
