WITH step_0 AS (
  SELECT
    CAST(:1 AS FLOAT) AS "w_0",
    CAST(:2 AS FLOAT) AS "w_1",
    CAST(:3 AS FLOAT) AS "b",
    CAST("x1" AS FLOAT) AS "x1",
    CAST("x2" AS FLOAT) AS "x2",
    CAST("y" AS FLOAT) AS "y"
  FROM "clicks"
  WHERE (day >= :4)
), step_1 AS (
  SELECT
    *,
    "x1" IS NOT NULL AND NOT ("x1" = 'NaN'::FLOAT) AND "x2" IS NOT NULL AND NOT ("x2" = 'NaN'::FLOAT) AND "y" IS NOT NULL AND NOT ("y" = 'NaN'::FLOAT) AS "complete",
    exp(-"y" * ("w_0" * "x1" + "w_1" * "x2" + "b")) AS "t1",
    0.01::FLOAT * "w_0" AS "t5",
    0.01::FLOAT * "w_1" AS "t8"
  FROM step_0
), step_2 AS (
  SELECT
    *,
    1.0::FLOAT + "t1" AS "t2"
  FROM step_1
), step_3 AS (
  SELECT
    *,
    "t2" - 1.0::FLOAT AS "t3",
    CASE WHEN ("t1" >= -1.0::FLOAT AND NOT ("t1" = 'NaN'::FLOAT)) THEN CASE WHEN "t2" <> 0.0::FLOAT THEN 1.0::FLOAT / "t2" WHEN 1.0::FLOAT = 0.0::FLOAT OR 1.0::FLOAT = 'NaN'::FLOAT THEN 'NaN'::FLOAT WHEN 1.0::FLOAT > 0.0::FLOAT THEN 'inf'::FLOAT ELSE '-inf'::FLOAT END ELSE "t1" * 'NaN'::FLOAT END AS "t6"
  FROM step_2
), step_4 AS (
  SELECT
    *,
    CASE WHEN "t2" > 0.0::FLOAT THEN ln("t2") WHEN "t2" = 0.0::FLOAT THEN '-inf'::FLOAT ELSE 'NaN'::FLOAT END * CASE WHEN "t3" <> 0.0::FLOAT THEN "t1" / "t3" WHEN "t1" = 0.0::FLOAT OR "t1" = 'NaN'::FLOAT THEN 'NaN'::FLOAT WHEN "t1" > 0.0::FLOAT THEN 'inf'::FLOAT ELSE '-inf'::FLOAT END AS "t4",
    "t6" * "t1" * -"y" AS "t7"
  FROM step_3
), step_5 AS (
  SELECT
    "complete",
    CASE WHEN "complete" THEN CASE WHEN "t2" = 1.0::FLOAT THEN "t1" WHEN "t2" = 'inf'::FLOAT THEN "t2" ELSE "t4" END + 0.01::FLOAT * ("w_0" * "w_0" + "w_1" * "w_1") END AS "row_loss",
    CASE WHEN "complete" THEN "t5" + "t5" + "t7" * "x1" END AS "row_d_w_0",
    CASE WHEN "complete" THEN "t8" + "t8" + "t7" * "x2" END AS "row_d_w_1",
    CASE WHEN "complete" THEN "t7" END AS "row_d_b"
  FROM step_4
)
SELECT
  count(*) AS "row_count",
  sum(CASE WHEN "row_loss" IS NOT NULL THEN 1 ELSE 0 END) AS "summed_count",
  sum(CASE WHEN ("row_loss" = 'NaN'::FLOAT) THEN 1 ELSE 0 END) AS "outside_count",
  sum("row_loss") AS "loss",
  sum("row_d_w_0") AS "d_w_0",
  sum("row_d_w_1") AS "d_w_1",
  sum("row_d_b") AS "d_b"
FROM step_5
