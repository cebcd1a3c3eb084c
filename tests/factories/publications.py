"""Later versions of the city limits, put in force."""

from datetime import date, datetime

from sqlalchemy import text

from gis_cas.service_requests.office import Office
from layers.publish import publish


def city_limits_moved(office: Office, by_ft: float) -> int:
    """A new version of the municipalities with the city's border moved so many feet outward; answers its id."""
    with office.engine.begin() as conn:
        version = conn.execute(
            text("""
            INSERT INTO cas.layer_version (layer_slug, number, sha256, source, synthetic, accuracy_ft, feature_count,
                                           manifest, loaded_by)
            SELECT layer_slug, max(number) + 1, 'moved', 'test', true, min(accuracy_ft), min(feature_count), '{}',
                   'test'
              FROM cas.layer_version WHERE layer_slug = 'municipalities' GROUP BY layer_slug RETURNING id
            """)
        ).scalar_one()
        conn.execute(
            text("""
            INSERT INTO cas.layer_feature (layer_version_id, feature_key, name, owner, attributes, geom, geom_ft)
            SELECT :version, f.feature_key, f.name, f.owner, f.attributes, f.geom,
                   CASE f.owner WHEN 'city' THEN ST_Buffer(f.geom_ft, :by_ft, 'join=mitre') ELSE f.geom_ft END
              FROM cas.layer_feature f JOIN cas.layer_version v ON v.id = f.layer_version_id
             WHERE v.layer_slug = 'municipalities' AND v.number = 1
            """),
            {"version": version, "by_ft": by_ft},
        )
    return int(version)


def in_force(office: Office, version: int, *, from_on: date, now: datetime, until_on: date | None = None) -> int:
    """Publish it by two people; answers the publication's id."""
    with office.engine.begin() as conn:
        publication = publish(
            conn, version, effective_from=from_on, effective_until=until_on, by="gis", approved_by="approver", now=now
        )
    return publication.id


def first_version(office: Office) -> int:
    """The municipalities as the folder brought them."""
    with office.engine.connect() as conn:
        statement = text("SELECT id FROM cas.layer_version WHERE layer_slug = 'municipalities' AND number = 1")
        return int(conn.execute(statement).scalar_one())
