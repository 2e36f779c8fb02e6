-- What is asked, and why it ended, is a text: its code and arguments as JSON, or a sentence as it stands. On the
-- register stands the same, as JSON where it is; numbers as strings, which canonical JSON holds exactly.
CREATE FUNCTION approvals.text_of(stored text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN stored LIKE '{"code":%' THEN jsonb_build_object(
        'code', stored::jsonb -> 'code',
        'args', COALESCE(
            (SELECT jsonb_object_agg(
                key, CASE jsonb_typeof(value) WHEN 'number' THEN to_jsonb(value #>> '{}') ELSE value END)
             FROM jsonb_each(stored::jsonb -> 'args')), '{}'))
    ELSE to_jsonb(stored) END
$$;

CREATE OR REPLACE FUNCTION approvals.enter_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registers.enter_late('approvals', NEW.site, NEW.asked_by, jsonb_build_object(
            'step', 'asked', 'request', NEW.id, 'kind', NEW.kind, 'rule', NEW.rule, 'subject', NEW.subject,
            'what', approvals.text_of(NEW.what),
            'asked', jsonb_build_object(
                'by', NEW.asked_by, 'for', NEW.asked_for, 'at', registers.time_of(NEW.asked_at)),
            'until', registers.time_of(NEW.until), 'needs', NEW.needs));
    ELSE
        PERFORM registers.enter_late('approvals', NEW.site, COALESCE(NEW.ended_by, 'system:approvals'),
            jsonb_build_object(
                'step', 'closed', 'request', NEW.id, 'kind', NEW.kind, 'rule', NEW.rule, 'subject', NEW.subject,
                'what', approvals.text_of(NEW.what), 'closedAt', registers.time_of(NEW.ended_at)));
    END IF;
    RETURN NULL;
END $$;
