"""Who may do what in the database: five roles, three schemas, and the script that makes them.

The script is written once: the embedded cluster runs it, and `gis-cas doctor --sql` prints it for a database
administrator's own server. It may be run again at any time. Rights on tables are given by the migrations.
"""

from dataclasses import dataclass

DATABASE = "gis_cas"

OWNER = "gis_cas_owner"  # migrations only
APP = "gis_cas_app"  # the web process
WORKER = "gis_cas_worker"  # the background process
PUBLIC_READ = "gis_cas_public_read"  # everything a stranger sees
RECORDS = "gis_cas_records"  # lawful disposition by the City Clerk
ROLES = (OWNER, APP, WORKER, PUBLIC_READ, RECORDS)

EXTENSIONS = ("postgis", "btree_gist", "pg_trgm", "fuzzystrmatch", "unaccent")
SCHEMAS = ("cas", "published", "jobs")
SEARCH_PATH = "cas, jobs, public"

_USES = {
    "cas": (APP, WORKER, RECORDS),
    "published": (APP, WORKER, RECORDS, PUBLIC_READ),
    "jobs": (APP, WORKER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseUrls:
    """Where each role finds the database, as SQLAlchemy URLs with the driver named."""

    owner: str
    app: str
    worker: str
    public: str
    records: str


def roles_sql() -> str:
    """Make the roles; none is a superuser, none is a member of another, so none can SET ROLE."""
    made = [
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n"
        f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;\n"
        f"ALTER ROLE {role} SET search_path = {SEARCH_PATH};\n"
        f"ALTER ROLE {role} SET timezone = 'UTC';\n"
        f"ALTER ROLE {role} SET jit = off;\n"
        # The server's log would otherwise quote a failing statement with everything a citizen wrote in it.
        f"ALTER ROLE {role} SET log_min_error_statement = panic;\n"
        f"ALTER ROLE {role} SET log_error_verbosity = terse;"
        for role in ROLES
    ]
    names = ", ".join(f"'{role}'" for role in ROLES)
    unbound = (
        "DO $$ DECLARE m record; BEGIN\n"
        "  FOR m IN SELECT g.rolname AS granted, r.rolname AS member FROM pg_auth_members a\n"
        "           JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles r ON r.oid = a.member\n"
        f"           WHERE r.rolname IN ({names})\n"
        "  LOOP EXECUTE format('REVOKE %I FROM %I', m.granted, m.member); END LOOP;\n"
        "END $$;"
    )
    return "\n".join([*made, unbound])


def connect_sql(database: str = DATABASE) -> str:
    """Only the five roles may connect; a copied database does not inherit this from its template."""
    return (
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;\n'
        f'GRANT CONNECT ON DATABASE "{database}" TO {", ".join(ROLES)};'
    )


def database_sql(database: str = DATABASE) -> str:
    """Extensions, schemas and who may enter them; run inside `database` by a superuser."""
    return "\n".join(
        [
            connect_sql(database),
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
            *(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public;" for name in EXTENSIONS),
            schemas_sql(),
        ]
    )


def schemas_sql() -> str:
    """The schemas and who may enter them; the owner role may run it in a database of its own."""
    return "\n".join(
        f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {OWNER};\n"
        f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;\n"
        f"GRANT USAGE ON SCHEMA {schema} TO {', '.join(_USES[schema])};"
        for schema in SCHEMAS
    )


def dba_script() -> str:
    """The one-time script for a server of one's own, to be fed to psql as a superuser."""
    return f"""\
-- gis_cas: roles, database, extensions and schemas. Run once as a superuser: psql -d postgres -f this_file.sql
-- It may be run again; it changes nothing that is already right. Afterwards give each role its password:
--   \\password {OWNER}    and so on for {", ".join(ROLES[1:])}
-- and start the service with GIS_CAS_DATABASE_URL, GIS_CAS_DATABASE_OWNER_URL and GIS_CAS_DATABASE_PUBLIC_URL.
\\set ON_ERROR_STOP on
{roles_sql()}
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
\\connect {DATABASE}
{database_sql()}
"""
