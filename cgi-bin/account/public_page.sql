-- public_profile(handle text) one
-- user_id id?, handle text?, display_name text?, headline text?, about text?, country text?, languages texts?, industries texts?, skills texts?, links texts?, years_experience int?, timezone text?, picture text?, since instant?, i_block bool?
SELECT user_id, handle, display_name, headline, about, country, languages,
    industries, skills, links, years_experience, timezone, picture, since,
    i_block
FROM public_profile($1);
