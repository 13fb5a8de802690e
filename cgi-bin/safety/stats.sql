-- Figures of the cases opened in a span of days of the platform's zone.

-- stats_find(from date, to date) one
-- open int, assigned int, appeals_open int, oldest instant?, opened int, waiting int, resolved int, upheld int, dismissed int, duplicates int, ignored int, appealed int, overturned int, median_seconds int?, upheld_percent int?, zone text
SELECT open, assigned, appeals_open, oldest, opened, waiting, resolved, upheld,
    dismissed, duplicates, ignored, appealed, overturned, median_seconds,
    upheld_percent::bigint AS upheld_percent, zone
FROM safety_stats($1, $2);

-- stats_by_category(from date, to date) many
-- category text, label text, severity int, opened int, waiting int, upheld int, dismissed int, median_seconds int?, upheld_percent int?
SELECT category, label, severity::bigint AS severity, opened, waiting, upheld,
    dismissed, median_seconds, upheld_percent::bigint AS upheld_percent
FROM safety_by_category($1, $2);

-- stats_by_day(from date, to date) many
-- day date, opened int, closed int
SELECT day, opened, closed FROM safety_by_day($1, $2);

-- stats_by_moderator(from date, to date) many
-- id id, display_name text, resolved int, upheld int, overturned int
SELECT id, display_name, resolved, upheld, overturned
FROM safety_by_moderator($1, $2);
