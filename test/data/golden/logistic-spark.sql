WITH step_0 AS (
  SELECT
    CAST(:w_0 AS DOUBLE) AS `w_0`,
    CAST(:w_1 AS DOUBLE) AS `w_1`,
    CAST(:b AS DOUBLE) AS `b`,
    CAST(`x1` AS DOUBLE) AS `x1`,
    CAST(`x2` AS DOUBLE) AS `x2`,
    CAST(`y` AS DOUBLE) AS `y`
  FROM `clicks`
  WHERE (day >= :where_1)
), step_1 AS (
  SELECT
    *,
    `x1` IS NOT NULL AND NOT isnan(`x1`) AND `x2` IS NOT NULL AND NOT isnan(`x2`) AND `y` IS NOT NULL AND NOT isnan(`y`) AS `complete`,
    exp(-`y` * (`w_0` * `x1` + `w_1` * `x2` + `b`)) AS `t1`,
    0.01D * `w_0` AS `t2`,
    0.01D * `w_1` AS `t6`
  FROM step_0
), step_2 AS (
  SELECT
    *,
    1.0D + `t1` AS `t3`
  FROM step_1
), step_3 AS (
  SELECT
    *,
    CASE WHEN (`t1` >= -1.0D AND NOT isnan(`t1`)) THEN CASE WHEN `t3` <> 0.0D THEN 1.0D / `t3` WHEN isnan(1.0D) OR 1.0D = 0.0D THEN double('NaN') WHEN 1.0D > 0.0D THEN double('Infinity') ELSE double('-Infinity') END ELSE `t1` * double('NaN') END AS `t4`
  FROM step_2
), step_4 AS (
  SELECT
    *,
    `t4` * `t1` * -`y` AS `t5`
  FROM step_3
), step_5 AS (
  SELECT
    `complete`,
    CASE WHEN `complete` THEN CASE WHEN `t1` > -1.0D THEN log1p(`t1`) WHEN `t1` = -1.0D THEN double('-Infinity') ELSE double('NaN') END + 0.01D * (`w_0` * `w_0` + `w_1` * `w_1`) END AS `row_loss`,
    CASE WHEN `complete` THEN `t2` + `t2` + `t5` * `x1` END AS `row_d_w_0`,
    CASE WHEN `complete` THEN `t6` + `t6` + `t5` * `x2` END AS `row_d_w_1`,
    CASE WHEN `complete` THEN `t5` END AS `row_d_b`
  FROM step_4
)
SELECT
  count(*) AS `row_count`,
  sum(CASE WHEN `row_loss` IS NOT NULL THEN 1 ELSE 0 END) AS `summed_count`,
  sum(CASE WHEN isnan(`row_loss`) THEN 1 ELSE 0 END) AS `outside_count`,
  sum(`row_loss`) AS `loss`,
  sum(`row_d_w_0`) AS `d_w_0`,
  sum(`row_d_w_1`) AS `d_w_1`,
  sum(`row_d_b`) AS `d_b`
FROM step_5
