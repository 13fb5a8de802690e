-- The consent at Google is given back whenever a connection goes: when the
-- expert ends it, and when the account is erased.
CREATE FUNCTION google_gone() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    PERFORM enqueue('google.revoke', jsonb_build_object('sealed',
        coalesce(OLD.refresh_sealed, OLD.access_sealed)), NULL, NULL, 5);
    RETURN NULL;
END
$$;
CREATE TRIGGER google_gone AFTER DELETE ON google_account FOR EACH ROW
    WHEN (coalesce(OLD.refresh_sealed, OLD.access_sealed) IS NOT NULL
        AND OLD.state <> 'revoked')
    EXECUTE FUNCTION google_gone();

CREATE OR REPLACE FUNCTION google_disconnect() RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = public
AS $$
    DELETE FROM google_connecting WHERE user_id = app_user_id();
    DELETE FROM calendar_busy WHERE user_id = app_user_id();
    DELETE FROM google_event WHERE user_id = app_user_id();
    DELETE FROM google_account WHERE user_id = app_user_id();
$$;
