WITH step_0 AS (
  SELECT
    CAST(@w_0 AS FLOAT64) AS `w_0`,
    CAST(@w_1 AS FLOAT64) AS `w_1`,
    CAST(@b AS FLOAT64) AS `b`,
    CAST(`x1` AS FLOAT64) AS `x1`,
    CAST(`x2` AS FLOAT64) AS `x2`,
    CAST(`y` AS FLOAT64) AS `y`
  FROM `clicks`
  WHERE (day >= @where_1)
), step_1 AS (
  SELECT
    *,
    `x1` IS NOT NULL AND NOT IS_NAN(`x1`) AND `x2` IS NOT NULL AND NOT IS_NAN(`x2`) AND `y` IS NOT NULL AND NOT IS_NAN(`y`) AS `complete`,
    -`y` * (`w_0` * `x1` + `w_1` * `x2` + `b`) AS `t1`,
    0.01 * `w_0` AS `t5`,
    0.01 * `w_1` AS `t7`
  FROM step_0
), step_2 AS (
  SELECT
    *,
    CASE WHEN `t1` > 709.782712893384 THEN CAST('Infinity' AS FLOAT64) ELSE exp(`t1`) END AS `t2`
  FROM step_1
), step_3 AS (
  SELECT
    *,
    1.0 + `t2` AS `t3`
  FROM step_2
), step_4 AS (
  SELECT
    *,
    CASE WHEN `t3` = CAST('Infinity' AS FLOAT64) THEN `t3` ELSE CASE WHEN `t3` > 0.0 THEN ln(`t3`) WHEN `t3` = 0.0 THEN CAST('-Infinity' AS FLOAT64) ELSE CAST('NaN' AS FLOAT64) END * IEEE_DIVIDE(`t2`, `t3` - 1.0) END AS `t4`,
    CASE WHEN `t2` >= -1.0 THEN IEEE_DIVIDE(1.0, `t3`) ELSE `t2` * CAST('NaN' AS FLOAT64) END * `t2` * -`y` AS `t6`
  FROM step_3
), step_5 AS (
  SELECT
    `complete`,
    CASE WHEN `complete` THEN CASE WHEN `t3` = 1.0 THEN `t2` ELSE `t4` END + 0.01 * (`w_0` * `w_0` + `w_1` * `w_1`) END AS `row_loss`,
    CASE WHEN `complete` THEN `t5` + `t5` + `t6` * `x1` END AS `row_d_w_0`,
    CASE WHEN `complete` THEN `t7` + `t7` + `t6` * `x2` END AS `row_d_w_1`,
    CASE WHEN `complete` THEN `t6` END AS `row_d_b`
  FROM step_4
)
SELECT
  count(*) AS `row_count`,
  sum(CASE WHEN `row_loss` IS NOT NULL THEN 1 ELSE 0 END) AS `summed_count`,
  sum(CASE WHEN IS_NAN(`row_loss`) THEN 1 ELSE 0 END) AS `outside_count`,
  sum(`row_loss`) AS `loss`,
  sum(`row_d_w_0`) AS `d_w_0`,
  sum(`row_d_w_1`) AS `d_w_1`,
  sum(`row_d_b`) AS `d_b`
FROM step_5
