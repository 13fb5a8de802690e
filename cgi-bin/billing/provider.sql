-- Which ways to pay admins let members use.
-- providers_on() one
-- stripe bool, paypal bool, manual bool
SELECT feature_is_on('pay_stripe') AS stripe,
    feature_is_on('pay_paypal') AS paypal, feature_is_on('pay_manual') AS manual;
