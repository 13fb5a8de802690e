-- Days and their price.  A subscription's days are those of the customer's zone;
-- stretches are half-open, and what a day costs is the whole period's price by
-- the whole period's days.

-- Whole local days from one instant's date to the other's.
CREATE FUNCTION days_between(start timestamptz, stop timestamptz, zone text)
RETURNS int LANGUAGE sql STABLE
AS $$ SELECT (stop AT TIME ZONE zone)::date - (start AT TIME ZONE zone)::date $$;

-- The instant of a wall-clock time; in an hour that does not exist, the first
-- one after it.
CREATE FUNCTION local_instant_after(l timestamp, zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found timestamptz := local_instant(l, zone);
    skipped interval;
BEGIN
    IF found IS NULL THEN
        skipped := ((l AT TIME ZONE zone) AT TIME ZONE zone) - l;
        found := CASE WHEN skipped > interval '0' THEN l AT TIME ZONE zone
            ELSE (l - skipped) AT TIME ZONE zone END;
    END IF;
    RETURN found;
END
$$;

/*
 * The end of the n-th period since the anchor: so many months later at the same
 * local time, on the month's last day where it is shorter.  Always from the
 * anchor, so that the 31st comes back after February.
 */
CREATE FUNCTION period_end(anchor timestamptz, months int, zone text)
RETURNS timestamptz LANGUAGE sql STABLE
AS $$
    SELECT local_instant_after((anchor AT TIME ZONE zone)
        + make_interval(months => months), zone)
$$;

-- amount x part / whole, half to even.
CREATE FUNCTION part_of(amount bigint, part int, whole int) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$
    SELECT (q + CASE WHEN 2 * r > whole OR 2 * r = whole AND q % 2 = 1
        THEN 1 ELSE 0 END)::bigint
    FROM (SELECT div(amount::numeric * part, whole) AS q,
        mod(amount::numeric * part, whole) AS r) x
$$;
/*
 * What the days [from_day, to_day) of a period of `whole` days cost.  Each is the
 * difference of two sums from the beginning, so however a period is cut, and
 * whenever, its parts sum to the whole.
 */
CREATE FUNCTION prorate(amount bigint, from_day int, to_day int, whole int)
RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$
    SELECT part_of(amount, to_day, whole) - part_of(amount, from_day, whole)
$$;
-- The same for an instant: from the local day in which it lies to the end.
CREATE FUNCTION prorate_rest(amount bigint, start timestamptz, at timestamptz,
    stop timestamptz, zone text) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT prorate(amount, least(greatest(days_between(start, at, zone), 0), n),
        n, n)
    FROM (SELECT greatest(days_between(start, stop, zone), 1) AS n) x
$$;
-- What goes back for the whole days that are left after this one.
CREATE FUNCTION unused_part(amount bigint, start timestamptz, at timestamptz,
    stop timestamptz, zone text) RETURNS bigint LANGUAGE sql STABLE
AS $$
    SELECT part_of(amount, least(n, greatest(0,
        days_between(at, stop, zone) - 1)), n)
    FROM (SELECT greatest(days_between(start, stop, zone), 1) AS n) x
$$;
