"""Statements about databases, run by the virtual environment's Python.

The launcher itself has no PostgreSQL driver: it calls this file as a program with one
JSON list of requests and reads one JSON list of answers.
"""

import json
import sys

import psycopg2
from psycopg2 import sql


def execute(cursor, request):
    """Run one request: {"do": name, ...}."""
    names = {
        key: sql.Identifier(value)
        for key, value in request.items()
        if key in {"name", "to", "template"}
    }
    match request["do"]:
        case "version":
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
            cursor.execute(
                "SELECT current_user, rolcreatedb OR rolsuper FROM pg_roles"
                " WHERE rolname = current_user"
            )
            user, creates = cursor.fetchone()
            return {"version": number, "user": user, "creates": creates}
        case "list":
            cursor.execute(
                "SELECT datname, shobj_description(oid, 'pg_database')"
                " FROM pg_database WHERE NOT datistemplate"
            )
            return dict(cursor.fetchall())
        case "create":
            cursor.execute(
                sql.SQL(
                    "CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"
                    if cursor.connection.server_version >= 150000
                    else "CREATE DATABASE {name} TEMPLATE {template}"
                ).format(**names)
            )
        case "drop":
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names)
            )
        case "rename":
            cursor.execute(
                sql.SQL("ALTER DATABASE {name} RENAME TO {to}").format(**names)
            )
        case "comment":
            cursor.execute(
                sql.SQL("COMMENT ON DATABASE {name} IS %s").format(**names),
                [request["text"]],
            )
    return None


def query(request):
    """Run one reading statement in a given database and return its rows."""
    with psycopg2.connect(dbname=request["name"]) as connection:
        cursor = connection.cursor()
        cursor.execute(request["query"])
        return cursor.fetchall()


def main():
    """Read the requests, run them in autocommit mode, print the answers."""
    requests = json.loads(sys.argv[1])
    connection = psycopg2.connect(dbname="postgres", connect_timeout=10)
    connection.autocommit = True
    answers = [
        query(request)
        if request["do"] == "query"
        else execute(connection.cursor(), request)
        for request in requests
    ]
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
