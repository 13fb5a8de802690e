-- Names that both agreed to show stand in connected calendars too: an event that
-- is there is renamed.
CREATE OR REPLACE FUNCTION session_revealed(s session) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE session_participant p SET other_alias = NULL, other_seed = NULL,
        other_id = CASE p.side WHEN 'client' THEN s.expert_id
            ELSE s.client_id END
    WHERE p.session_id = s.id;
    UPDATE session x SET reveal_shown = (SELECT jsonb_object_agg(
        CASE p.user_id WHEN s.client_id THEN 'client' ELSE 'expert' END,
        jsonb_build_object('user_id', p.user_id::text, 'display_name',
        p.display_name, 'handle', p.handle, 'picture', p.picture))
        FROM profile p WHERE p.user_id IN (s.client_id, s.expert_id))
    WHERE x.id = s.id;
    PERFORM session_tell_both(s, 'reveal_agreed');
    PERFORM enqueue('calendar.push', jsonb_build_object('session_id', s.id,
        'user_id', e.user_id), format('%s:%s', s.id, e.user_id), NULL, 10)
    FROM google_event e
    JOIN google_account g ON g.user_id = e.user_id AND g.state <> 'revoked'
    WHERE e.session_id = s.id;
END
$$;
