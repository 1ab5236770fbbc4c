WITH step_0 AS (
  SELECT
    CAST($1 AS double precision) AS "w_0",
    CAST($2 AS double precision) AS "w_1",
    CAST($3 AS double precision) AS "b",
    CAST("x1" AS double precision) AS "x1",
    CAST("x2" AS double precision) AS "x2",
    CAST("y" AS double precision) AS "y"
  FROM "clicks"
  WHERE (day >= $4) OFFSET 0
), step_1 AS (
  SELECT
    *,
    "x1" IS NOT NULL AND NOT ("x1" = 'NaN'::float8) AND "x2" IS NOT NULL AND NOT ("x2" = 'NaN'::float8) AND "y" IS NOT NULL AND NOT ("y" = 'NaN'::float8) AS "complete",
    -"y" * ("w_0" * "x1" + "w_1" * "x2" + "b") AS "t1",
    '0.01'::float8 * "w_0" AS "t5",
    '0.01'::float8 * "w_1" AS "t7"
  FROM step_0 OFFSET 0
), step_2 AS (
  SELECT
    *,
    CASE WHEN "t1" < '-745'::float8 THEN '0'::float8 WHEN "t1" > '709.782712893384'::float8 AND "t1" <= 'Infinity'::float8 THEN 'Infinity'::float8 ELSE exp("t1") END AS "t2"
  FROM step_1 OFFSET 0
), step_3 AS (
  SELECT
    *,
    '1'::float8 + "t2" AS "t3"
  FROM step_2 OFFSET 0
), step_4 AS (
  SELECT
    *,
    CASE WHEN "t3" = 'Infinity'::float8 THEN "t3" ELSE CASE WHEN "t3" > '0'::float8 THEN ln("t3") WHEN "t3" = '0'::float8 THEN '-Infinity'::float8 ELSE 'NaN'::float8 END * ("t2" / ("t3" - '1'::float8)) END AS "t4",
    CASE WHEN ("t2" >= '-1'::float8 AND NOT ("t2" = 'NaN'::float8)) THEN '1'::float8 / "t3" ELSE "t2" * 'NaN'::float8 END * "t2" * -"y" AS "t6"
  FROM step_3 OFFSET 0
), step_5 AS (
  SELECT
    "complete",
    CASE WHEN "complete" THEN CASE WHEN "t3" = '1'::float8 THEN "t2" ELSE "t4" END + '0.01'::float8 * ("w_0" * "w_0" + "w_1" * "w_1") END AS "row_loss",
    CASE WHEN "complete" THEN "t5" + "t5" + "t6" * "x1" END AS "row_d_w_0",
    CASE WHEN "complete" THEN "t7" + "t7" + "t6" * "x2" END AS "row_d_w_1",
    CASE WHEN "complete" THEN "t6" END AS "row_d_b"
  FROM step_4 OFFSET 0
)
SELECT
  count(*) AS "row_count",
  sum(CASE WHEN "row_loss" IS NOT NULL THEN 1 ELSE 0 END) AS "summed_count",
  sum(CASE WHEN ("row_loss" = 'NaN'::float8) THEN 1 ELSE 0 END) AS "outside_count",
  sum("row_loss") AS "loss",
  sum("row_d_w_0") AS "d_w_0",
  sum("row_d_w_1") AS "d_w_1",
  sum("row_d_b") AS "d_b"
FROM step_5
