-- All dead jobs of a kind run again, the oldest first and `most` at the most.
-- One that can't (another does the same already, its mail's link is gone) stays
-- dead and holds up none of the others.
CREATE FUNCTION job_again_all(which text, most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    dead bigint;
    n int := 0;
BEGIN
    FOR dead IN SELECT id FROM job WHERE state = 'dead' AND kind = which
            ORDER BY id LIMIT most LOOP
        BEGIN
            PERFORM job_again(dead);
            n := n + 1;
        EXCEPTION WHEN SQLSTATE 'BL404' OR SQLSTATE 'BL409' THEN
        END;
    END LOOP;
    RETURN n;
END
$$;
GRANT EXECUTE ON FUNCTION job_again_all(text, int) TO belay_admin;

-- /admin/sessions shows everybody's, the latest start first.
CREATE INDEX session_start ON session (starts_at DESC, id DESC);
