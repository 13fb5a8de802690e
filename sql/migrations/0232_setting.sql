-- Settings by what they are about, in the unit they are counted in, and
-- switches that turn a part of the platform off while it runs.
ALTER TABLE setting ADD area text NOT NULL DEFAULT 'other',
    ADD unit text CHECK (unit IN ('bp', 'minutes', 'hours', 'days', 'months',
        'cents'));
UPDATE setting s SET area = m.area FROM (VALUES
    ('platform', '^platform_(name|zone)$|^invoice_seller_'),
    ('features', '^session_presence$'),
    ('payments', '^(platform_fee_bp|manual_|order_hold|earning_|charge_|refund_)'),
    ('payouts', '^payout_'), ('plans', '^(plan_|subscription_|renewal_)'),
    ('credits', '^credit_'), ('affiliates', '^affiliate_'),
    ('limits', '_second_admin$|_keep_days$')) AS m (area, names)
WHERE s.name ~ m.names;
UPDATE setting SET unit = CASE WHEN name ~ '_bp$' THEN 'bp'
    WHEN name ~ '_minutes$' THEN 'minutes' WHEN name ~ '_hours$' THEN 'hours'
    WHEN name ~ '_days$' THEN 'days' WHEN name ~ '_months$' THEN 'months'
    WHEN name ~ '_price$' THEN 'cents' END
WHERE kind = 'int';
UPDATE setting SET about = 'Name in mails and invitations'
    WHERE name = 'platform_name';
INSERT INTO setting (name, value, kind, area, about) VALUES
    ('feature_signup', 'true', 'bool', 'features',
        'Anybody can sign up; off: only who is invited'),
    ('feature_sales', 'true', 'bool', 'features',
        'Members can order; off: nothing new is sold, what was ordered goes on'),
    ('feature_applications', 'true', 'bool', 'features',
        'Members can apply as mentor, interviewer or concierge');

CREATE FUNCTION feature_is_on(feature text) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT setting_text('feature_' || feature) = 'true' $$;
GRANT EXECUTE ON FUNCTION feature_is_on(text) TO PUBLIC;

-- What is wrong with a value for a setting, as a word; NULL: nothing.
CREATE FUNCTION setting_wrong(which text, value jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$ SELECT setting_refusal(s, $2) FROM setting s WHERE s.name = which $$;
GRANT EXECUTE ON FUNCTION setting_wrong(text, jsonb) TO belay_admin;

-- The switches hold for members; the worker goes on with what was begun.
CREATE FUNCTION order_sales_check() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF app_user_id() = NEW.buyer_id AND NOT feature_is_on('sales') THEN
        PERFORM refuse(409, 'feature_sales_off');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER order_sales_check BEFORE INSERT ON orders FOR EACH ROW
    EXECUTE FUNCTION order_sales_check();
CREATE FUNCTION expert_application_check() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF app_user_id() = NEW.user_id AND NOT feature_is_on('applications') THEN
        PERFORM refuse(409, 'feature_applications_off');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER expert_application_check BEFORE INSERT ON expert_kind
    FOR EACH ROW EXECUTE FUNCTION expert_application_check();

-- A way to pay is offered when the environment has its keys and this is on.
INSERT INTO setting (name, value, kind, area, about) VALUES
    ('feature_pay_stripe', 'true', 'bool', 'features',
        'Members can pay by card (where Stripe is configured)'),
    ('feature_pay_paypal', 'true', 'bool', 'features',
        'Members can pay by PayPal (where it is configured)'),
    ('feature_pay_manual', 'true', 'bool', 'features',
        'Members can pay by bank transfer');
CREATE FUNCTION payment_provider_check() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF NEW.amount > 0 AND app_user_id() = NEW.buyer_id
            AND NOT feature_is_on('pay_' || NEW.provider) THEN
        PERFORM refuse(409, 'feature_pay_off');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER payment_provider_check BEFORE INSERT ON payment FOR EACH ROW
    EXECUTE FUNCTION payment_provider_check();
