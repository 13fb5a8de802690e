-- The log is only added to, whoever asks: beside the grants by triggers, which
-- hold for the owner's functions and for superusers too.  Two things end: a row
-- when it is older than it has to be kept, and an address when its owner's
-- account is erased.
CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = public
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < app_now() - make_interval(days =>
            setting_text('audit_keep_days')::int) THEN
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' AND NEW.remote_addr IS NULL AND to_jsonb(NEW)
            = to_jsonb(OLD) || '{"remote_addr": null}' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is only added to'
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE ON audit FOR EACH ROW
    EXECUTE FUNCTION audit_guard();
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to'
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_refuse BEFORE TRUNCATE ON audit FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse();

-- Whether this transaction has written what it did: the loop asks at the end of
-- every change that staff make, and undoes one that left nothing here.
CREATE FUNCTION audit_mark() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('app.audited', 'yes', true);
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_mark AFTER INSERT ON audit FOR EACH STATEMENT
    EXECUTE FUNCTION audit_mark();
CREATE FUNCTION audit_is_written() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT current_setting('app.audited', true) = 'yes' $$;
GRANT EXECUTE ON FUNCTION audit_is_written() TO PUBLIC;
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_guard,
    ENABLE ALWAYS TRIGGER audit_refuse, ENABLE ALWAYS TRIGGER audit_mark;

CREATE INDEX audit_impersonator ON audit (impersonator_id, id DESC)
    WHERE impersonator_id IS NOT NULL;
