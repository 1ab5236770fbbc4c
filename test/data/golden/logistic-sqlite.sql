WITH step_0 AS (
  SELECT
    CAST(:w_0 AS REAL) AS "w_0",
    CAST(:w_1 AS REAL) AS "w_1",
    CAST(:b AS REAL) AS "b",
    CAST("x1" AS REAL) AS "x1",
    CAST("x2" AS REAL) AS "x2",
    CAST("y" AS REAL) AS "y"
  FROM "clicks"
  WHERE (day >= :where_1) LIMIT -1
), step_1 AS (
  SELECT
    *,
    "x1" IS NOT NULL AND "x2" IS NOT NULL AND "y" IS NOT NULL AS "complete",
    exp(-"y" * ("w_0" * "x1" + "w_1" * "x2" + "b")) AS "t1",
    0.01 * "w_0" AS "t4",
    0.01 * "w_1" AS "t6"
  FROM step_0 LIMIT -1
), step_2 AS (
  SELECT
    *,
    1.0 + "t1" AS "t2"
  FROM step_1 LIMIT -1
), step_3 AS (
  SELECT
    *,
    CASE WHEN "t2" = 1.0 THEN "t1" WHEN "t2" = 9e999 THEN "t2" ELSE CASE WHEN "t2" > 0.0 THEN ln("t2") WHEN "t2" = 0.0 THEN -9e999 ELSE NULL END * ("t1" / ("t2" - 1.0)) END + 0.01 * ("w_0" * "w_0" + "w_1" * "w_1") AS "t3",
    CASE WHEN "t1" >= -1.0 THEN 1.0 / "t2" ELSE "t1" * NULL END * "t1" * -"y" AS "t5"
  FROM step_2 LIMIT -1
), step_4 AS (
  SELECT
    "complete",
    CASE WHEN "complete" THEN "t3" END AS "row_loss",
    CASE WHEN "complete" THEN "t4" + "t4" + "t5" * "x1" END AS "row_d_w_0",
    CASE WHEN "complete" THEN "t6" + "t6" + "t5" * "x2" END AS "row_d_w_1",
    CASE WHEN "complete" THEN "t5" END AS "row_d_b"
  FROM step_3 LIMIT -1
)
SELECT
  count(*) AS "row_count",
  sum(CASE WHEN "complete" THEN 1 ELSE 0 END) AS "summed_count",
  sum(CASE WHEN "complete" AND "row_loss" IS NULL THEN 1 ELSE 0 END) AS "outside_count",
  CASE WHEN count("row_loss") = sum(CASE WHEN "complete" THEN 1 ELSE 0 END) THEN sum("row_loss") END AS "loss",
  CASE WHEN count("row_d_w_0") = sum(CASE WHEN "complete" THEN 1 ELSE 0 END) THEN sum("row_d_w_0") END AS "d_w_0",
  CASE WHEN count("row_d_w_1") = sum(CASE WHEN "complete" THEN 1 ELSE 0 END) THEN sum("row_d_w_1") END AS "d_w_1",
  CASE WHEN count("row_d_b") = sum(CASE WHEN "complete" THEN 1 ELSE 0 END) THEN sum("row_d_b") END AS "d_b"
FROM step_4
