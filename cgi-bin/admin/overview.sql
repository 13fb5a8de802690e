-- What waits for somebody, and how large the platform is.
-- overview_counts() one
-- interviewers int, mentors int, concierges int, disputes int, no_shows int, dead_jobs int, late_jobs int, dead_webhooks int, failed_mail int, suspended int, members int, joined int, experts int, upcoming int, today int
SELECT count(*) FILTER (WHERE k.kind = 'interviewer') AS interviewers,
    count(*) FILTER (WHERE k.kind = 'mentor') AS mentors,
    count(*) FILTER (WHERE k.kind = 'concierge') AS concierges,
    (SELECT count(*) FROM session WHERE disputed AND resolution IS NULL)
        AS disputes,
    (SELECT count(*) FROM session WHERE status = 'no_show'
        AND no_show_at > app_now() - interval '72 hours') AS no_shows,
    (SELECT count(*) FROM job WHERE state = 'dead') AS dead_jobs,
    (SELECT count(*) FROM job WHERE state = 'waiting'
        AND run_at < app_now() - interval '5 minutes') AS late_jobs,
    (SELECT count(*) FROM webhook_event WHERE status = 'dead')
        AS dead_webhooks,
    (SELECT count(*) FROM email_notification WHERE state = 'failed'
        AND created_at > app_now() - interval '7 days') AS failed_mail,
    (SELECT count(*) FROM users WHERE status IN ('suspended', 'banned'))
        AS suspended,
    (SELECT count(*) FROM users WHERE status <> 'erased') AS members,
    (SELECT count(*) FROM users
        WHERE created_at > app_now() - interval '7 days') AS joined,
    (SELECT count(DISTINCT user_id) FROM expert_kind
        WHERE status = 'verified') AS experts,
    (SELECT count(*) FROM session WHERE status = 'scheduled') AS upcoming,
    (SELECT count(*) FROM session WHERE status = 'scheduled'
        AND starts_at < app_now() + interval '24 hours') AS today
FROM expert_kind k WHERE k.status IN ('submitted', 'in_review');
