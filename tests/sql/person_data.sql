-- Whose row it is must be known for every row about a person: else an export
-- misses it, and erasure leaves it.
BEGIN;
SELECT no_plan();

SELECT is_empty($$
    SELECT c.conrelid::regclass AS tab, a.attname AS col
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid
        AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'f' AND c.confrelid IN ('users'::regclass,
            'profile'::regclass, 'expert'::regclass)
        AND NOT EXISTS (SELECT FROM person_data d
            WHERE d.table_name = c.conrelid::regclass::text
            AND d.column_name = a.attname)
    ORDER BY 1, 2$$,
    'every column that refers to a person is registered');

-- Columns that name a person without a foreign key, by how they are called.
SELECT is_empty($$
    SELECT k.relname, a.attname
    FROM pg_class k JOIN pg_attribute a ON a.attrelid = k.oid
    WHERE k.relkind = 'r' AND k.relnamespace = 'public'::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attname ~ '^(user|person|member|client|expert|owner|author)_id$'
            OR a.attname ~ '_by$') AND a.atttypid = 'bigint'::regtype
        AND NOT EXISTS (SELECT FROM person_data d
            WHERE d.table_name = k.relname AND d.column_name = a.attname)
    ORDER BY 1, 2$$,
    'and every column whose name says that it is a person');

SELECT is_empty($$
    SELECT table_name, column_name FROM person_data
    WHERE erasure = 'clear' AND EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = to_regclass(table_name) AND a.attname = column_name
            AND a.attnotnull)$$,
    'what is to be cleared can be empty');

-- Files: a column that names one below the media folder is removed with its row.
SELECT is_empty($$
    SELECT k.relname, a.attname
    FROM pg_class k JOIN pg_attribute a ON a.attrelid = k.oid
    WHERE k.relkind = 'r' AND k.relnamespace = 'public'::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attname ~ '^(path|picture|file)(_|$)|_path$'
        AND a.atttypid = 'text'::regtype
        AND k.relname NOT IN ('person_file',
            'expert_listing')       -- a copy of profile.picture
        AND NOT EXISTS (SELECT FROM person_file f
            WHERE f.table_name = k.relname AND f.path_column = a.attname)
    ORDER BY 1, 2$$,
    'every column with a file''s path is registered');

-- --- a table that somebody forgets is found -------------------------------------
CREATE TABLE forgotten (id bigint PRIMARY KEY, liked bigint REFERENCES users);
SELECT isnt_empty($$
    SELECT FROM pg_constraint c WHERE c.contype = 'f'
        AND c.conrelid = 'forgotten'::regclass AND c.confrelid = 'users'::regclass
        AND NOT EXISTS (SELECT FROM person_data d WHERE d.table_name = 'forgotten')$$,
    'the check would find a new one');

SELECT * FROM finish();
ROLLBACK;
