-- The same functions in half the time: what stands between a key and the next mark is looked for once, and a part is
-- taken by its mark and not by its place, which would have all letters before it counted.

-- What follows the key, up to the next mark; '' where there is no such key.
CREATE OR REPLACE FUNCTION custom_value(custom text, key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT split_part(split_part($1, $2, 2), chr(30), 1) $$;

-- What has other signs than a number's is none. (Asking for its form by a pattern takes three times as long.)
CREATE OR REPLACE FUNCTION custom_number(custom text, key text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN translate(custom_value($1, $2), '0123456789+-.eE', '') = ''
        THEN CAST(nullif(custom_value($1, $2), '') AS double precision) END
$$;
