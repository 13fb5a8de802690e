-- pay_feature(way text) one
-- is_on bool
SELECT feature_is_on('pay_' || $1) AS is_on;
