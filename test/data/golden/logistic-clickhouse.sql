WITH
  toFloat64({w_0:Float64}) AS `s_w_0`,
  toFloat64({w_1:Float64}) AS `s_w_1`,
  toFloat64({b:Float64}) AS `s_b`,
  toFloat64(`x1`) AS `s_x1`,
  toFloat64(`x2`) AS `s_x2`,
  toFloat64(`y`) AS `s_y`,
  `s_x1` IS NOT NULL AND NOT isNaN(`s_x1`) AND `s_x2` IS NOT NULL AND NOT isNaN(`s_x2`) AND `s_y` IS NOT NULL AND NOT isNaN(`s_y`) AS `s_complete`,
  exp(-`s_y` * (`s_w_0` * `s_x1` + `s_w_1` * `s_x2` + `s_b`)) AS `s_t1`,
  0.01 * `s_w_0` AS `s_t3`,
  0.01 * `s_w_1` AS `s_t5`,
  1.0 + `s_t1` AS `s_t2`,
  CASE WHEN `s_t1` >= -1.0 THEN 1.0 / `s_t2` ELSE `s_t1` * nan END * `s_t1` * -`s_y` AS `s_t4`,
  CASE WHEN `s_complete` THEN CASE WHEN `s_t2` = 1.0 THEN `s_t1` WHEN `s_t2` = inf THEN `s_t2` ELSE log(`s_t2`) * (`s_t1` / (`s_t2` - 1.0)) END + 0.01 * (`s_w_0` * `s_w_0` + `s_w_1` * `s_w_1`) END AS `s_row_loss`,
  CASE WHEN `s_complete` THEN `s_t3` + `s_t3` + `s_t4` * `s_x1` END AS `s_row_d_w_0`,
  CASE WHEN `s_complete` THEN `s_t5` + `s_t5` + `s_t4` * `s_x2` END AS `s_row_d_w_1`,
  CASE WHEN `s_complete` THEN `s_t4` END AS `s_row_d_b`
SELECT
  count(*) AS `s_row_count`,
  sum(CASE WHEN `s_row_loss` IS NOT NULL THEN 1 ELSE 0 END) AS `s_summed_count`,
  sum(CASE WHEN isNaN(`s_row_loss`) THEN 1 ELSE 0 END) AS `s_outside_count`,
  sum(`s_row_loss`) AS `s_loss`,
  sum(`s_row_d_w_0`) AS `s_d_w_0`,
  sum(`s_row_d_w_1`) AS `s_d_w_1`,
  sum(`s_row_d_b`) AS `s_d_b`
FROM `clicks`
WHERE (day >= {where_1:Float64})
