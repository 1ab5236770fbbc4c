WITH step_0 AS (
  SELECT
    CAST(? AS DOUBLE) AS `w_0`,
    CAST(? AS DOUBLE) AS `w_1`,
    CAST(? AS DOUBLE) AS `b`,
    CAST(`x1` AS DOUBLE) AS `x1`,
    CAST(`x2` AS DOUBLE) AS `x2`,
    CAST(`y` AS DOUBLE) AS `y`
  FROM `clicks`
  WHERE (day >= ?)
), step_1 AS (
  SELECT
    *,
    `x1` IS NOT NULL AND `x2` IS NOT NULL AND `y` IS NOT NULL AS `complete`,
    -`y` * (`w_0` * `x1` + `w_1` * `x2` + `b`) AS `t1`,
    0.01e0 * `w_0` AS `t5`,
    0.01e0 * `w_1` AS `t7`
  FROM step_0
), step_2 AS (
  SELECT
    *,
    CASE WHEN `t1` <= 709.782712893384e0 THEN exp(`t1`) END AS `t2`
  FROM step_1
), step_3 AS (
  SELECT
    *,
    1e0 + `t2` AS `t3`
  FROM step_2
), step_4 AS (
  SELECT
    *,
    CASE WHEN `t3` = 1e0 THEN `t2` WHEN `t3` = NULL THEN `t3` ELSE CASE WHEN `t3` > 0e0 THEN ln(`t3`) WHEN `t3` = 0e0 THEN NULL ELSE NULL END * (`t2` / (`t3` - 1e0)) END + 0.01e0 * (`w_0` * `w_0` + `w_1` * `w_1`) AS `t4`,
    CASE WHEN `t2` >= -1e0 THEN 1e0 / `t3` ELSE `t2` * NULL END * `t2` * -`y` AS `t6`
  FROM step_3
), step_5 AS (
  SELECT
    `complete`,
    CASE WHEN `complete` THEN `t4` END AS `row_loss`,
    CASE WHEN `complete` THEN `t5` + `t5` + `t6` * `x1` END AS `row_d_w_0`,
    CASE WHEN `complete` THEN `t7` + `t7` + `t6` * `x2` END AS `row_d_w_1`,
    CASE WHEN `complete` THEN `t6` END AS `row_d_b`
  FROM step_4
)
SELECT
  count(*) AS `row_count`,
  sum(CASE WHEN `complete` THEN 1 ELSE 0 END) AS `summed_count`,
  sum(CASE WHEN `complete` AND `row_loss` IS NULL THEN 1 ELSE 0 END) AS `outside_count`,
  CASE WHEN count(`row_loss`) = sum(CASE WHEN `complete` THEN 1 ELSE 0 END) THEN sum(`row_loss`) END AS `loss`,
  CASE WHEN count(`row_d_w_0`) = sum(CASE WHEN `complete` THEN 1 ELSE 0 END) THEN sum(`row_d_w_0`) END AS `d_w_0`,
  CASE WHEN count(`row_d_w_1`) = sum(CASE WHEN `complete` THEN 1 ELSE 0 END) THEN sum(`row_d_w_1`) END AS `d_w_1`,
  CASE WHEN count(`row_d_b`) = sum(CASE WHEN `complete` THEN 1 ELSE 0 END) THEN sum(`row_d_b`) END AS `d_b`
FROM step_5
