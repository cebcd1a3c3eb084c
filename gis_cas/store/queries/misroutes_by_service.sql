-- Purpose: for each service how many decisions named an owner in a period, and how many of those turned out misrouted.
-- Binds:   from_at, until_at the period of the decisions, the second instant no longer in it.
-- CRS:     none.
-- Index:   ix_decision_at alone for the decisions, which are counted without reading one; ix_correction_decision_id.
WITH decided AS (
    SELECT d.counted_service AS service_code, count(*) AS decisions
      FROM cas.decision AS d
     WHERE d.at >= :from_at::timestamptz AND d.at < :until_at::timestamptz AND d.counted_service IS NOT NULL
     GROUP BY d.counted_service
), wrong AS (
    SELECT c.service_code, count(DISTINCT c.decision_id) AS corrected,
           count(DISTINCT c.decision_id) FILTER (WHERE c.kind = 'place') AS wrong_place,
           count(DISTINCT c.decision_id) FILTER (WHERE c.stretch_id IS NULL) AS near_no_edge
      FROM cas.decision AS d JOIN cas.correction AS c ON c.decision_id = d.id
     WHERE d.at >= :from_at::timestamptz AND d.at < :until_at::timestamptz AND c.misrouted
     GROUP BY c.service_code
)
SELECT service_code, decided.decisions, coalesce(wrong.corrected, 0) AS corrected,
       coalesce(wrong.wrong_place, 0) AS wrong_place, coalesce(wrong.near_no_edge, 0) AS near_no_edge
  FROM decided LEFT JOIN wrong USING (service_code)
 ORDER BY corrected DESC, decided.decisions, service_code;
