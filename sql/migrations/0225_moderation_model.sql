-- A model of somebody else's may look at texts too, after they are stored: the
-- worker asks it, and what it finds is a hit like a rule's.  When it does not
-- answer, the rules are what counts.
INSERT INTO setting (name, value, kind, minimum, maximum, about) VALUES
    ('moderation_model', 'false', 'bool', NULL, NULL,
        'Texts are shown to the model of OPENAI_BASE_URL as well'),
    ('moderation_model_percent', '80', 'int', 1, 100,
        'How sure the model has to be, in percent, for a text to be hidden');

CREATE OR REPLACE FUNCTION moderation_record(of_kind text, of_ref bigint,
    of_context text, said text, of_bins jsonb, of_reasons jsonb, decided text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    made bigint;
BEGIN
    IF decided <> 'block' THEN
        INSERT INTO moderation_text (author_id, kind, ref, context, body, bins,
            created_at)
        VALUES (app_user_id(), of_kind, of_ref, of_context, left(said, 4000),
            ARRAY(SELECT b::bigint FROM jsonb_array_elements_text(of_bins) b),
            app_now()) RETURNING id INTO made;
        IF setting_text('moderation_model') = 'true' THEN
            PERFORM enqueue('moderation.model',
                jsonb_build_object('text_id', made),
                'moderation.model:' || made);
        END IF;
    END IF;
    IF decided <> 'allow' THEN
        PERFORM moderation_flag(of_kind, of_ref, app_user_id(), of_context,
            said, of_reasons, decided);
    END IF;
END
$$;

-- What the model said of a kept text: category and score each, 0 to 1.
CREATE FUNCTION moderation_model_said(text_id bigint, reasons jsonb)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    t moderation_text;
    worst float8 := (SELECT max((r ->> 'score')::float8)
        FROM jsonb_array_elements(reasons) r);
    decided text;
BEGIN
    SELECT * INTO t FROM moderation_text x WHERE x.id = text_id;
    IF t.id IS NULL OR worst IS NULL THEN
        RETURN NULL;
    END IF;
    decided := CASE WHEN worst * 100 >=
        setting_text('moderation_model_percent')::int THEN 'hold'
        ELSE 'flag' END;
    PERFORM moderation_flag(t.kind, t.ref, t.author_id, t.context, t.body,
        reasons, decided);
    RETURN decided;
END
$$;
GRANT EXECUTE ON FUNCTION moderation_model_said(bigint, jsonb) TO belay_worker;
