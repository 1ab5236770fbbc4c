WITH step_0 AS (
  SELECT
    CAST($w_0 AS DOUBLE) AS "w_0",
    CAST($w_1 AS DOUBLE) AS "w_1",
    CAST($b AS DOUBLE) AS "b",
    CAST("x1" AS DOUBLE) AS "x1",
    CAST("x2" AS DOUBLE) AS "x2",
    CAST("y" AS DOUBLE) AS "y"
  FROM "clicks"
  WHERE (day >= $where_1)
), step_1 AS (
  SELECT
    *,
    "x1" IS NOT NULL AND NOT isnan("x1") AND "x2" IS NOT NULL AND NOT isnan("x2") AND "y" IS NOT NULL AND NOT isnan("y") AS "complete",
    exp(-"y" * ("w_0" * "x1" + "w_1" * "x2" + "b")) AS "t1",
    0.01e0 * "w_0" AS "t4",
    0.01e0 * "w_1" AS "t6"
  FROM step_0
), step_2 AS (
  SELECT
    *,
    1e0 + "t1" AS "t2"
  FROM step_1
), step_3 AS (
  SELECT
    *,
    CASE WHEN "t2" = 1e0 THEN "t1" WHEN "t2" = 'Infinity'::DOUBLE THEN "t2" ELSE CASE WHEN "t2" > 0e0 THEN ln("t2") WHEN "t2" = 0e0 THEN '-Infinity'::DOUBLE ELSE 'NaN'::DOUBLE END * ("t1" / ("t2" - 1e0)) END AS "t3",
    CASE WHEN ("t1" >= -1e0 AND NOT isnan("t1")) THEN 1e0 / "t2" ELSE "t1" * 'NaN'::DOUBLE END * "t1" * -"y" AS "t5"
  FROM step_2
), step_4 AS (
  SELECT
    "complete",
    CASE WHEN "complete" THEN "t3" + 0.01e0 * ("w_0" * "w_0" + "w_1" * "w_1") END AS "row_loss",
    CASE WHEN "complete" THEN "t4" + "t4" + "t5" * "x1" END AS "row_d_w_0",
    CASE WHEN "complete" THEN "t6" + "t6" + "t5" * "x2" END AS "row_d_w_1",
    CASE WHEN "complete" THEN "t5" END AS "row_d_b"
  FROM step_3
)
SELECT
  count(*) AS "row_count",
  sum(CASE WHEN "row_loss" IS NOT NULL THEN 1 ELSE 0 END) AS "summed_count",
  sum(CASE WHEN isnan("row_loss") THEN 1 ELSE 0 END) AS "outside_count",
  CASE WHEN isfinite(sum("row_loss")) THEN fsum("row_loss") ELSE sum("row_loss") END AS "loss",
  CASE WHEN isfinite(sum("row_d_w_0")) THEN fsum("row_d_w_0") ELSE sum("row_d_w_0") END AS "d_w_0",
  CASE WHEN isfinite(sum("row_d_w_1")) THEN fsum("row_d_w_1") ELSE sum("row_d_w_1") END AS "d_w_1",
  CASE WHEN isfinite(sum("row_d_b")) THEN fsum("row_d_b") ELSE sum("row_d_b") END AS "d_b"
FROM step_4
