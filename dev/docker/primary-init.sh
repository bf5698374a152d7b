#!/bin/bash
# Runs once, when the primary makes its cluster: the account that a replica uses.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v secret="$REPLICATION_PASSWORD" -U "$POSTGRES_USER" <<'SQL'
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'secret';
SQL
echo "host replication replicator all scram-sha-256" >> "$PGDATA/pg_hba.conf"
