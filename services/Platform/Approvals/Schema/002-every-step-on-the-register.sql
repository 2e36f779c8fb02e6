-- Whose doing the end was.
ALTER TABLE approvals.requests ADD COLUMN ended_by text;

-- What is asked, and what is no longer asked for, stands on the register, whoever writes the row; a decision is entered with the word that made it. Why it ended may name a customer, and stands in the row only.
CREATE FUNCTION approvals.enter_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM registers.enter_late('approvals', NEW.site, NEW.asked_by, jsonb_build_object(
            'step', 'asked', 'request', NEW.id, 'kind', NEW.kind, 'rule', NEW.rule, 'subject', NEW.subject, 'what', NEW.what,
            'asked', jsonb_build_object('by', NEW.asked_by, 'for', NEW.asked_for, 'at', registers.time_of(NEW.asked_at)), 'until', registers.time_of(NEW.until), 'needs', NEW.needs));
    ELSE
        PERFORM registers.enter_late('approvals', NEW.site, COALESCE(NEW.ended_by, 'system:approvals'), jsonb_build_object(
            'step', 'closed', 'request', NEW.id, 'kind', NEW.kind, 'rule', NEW.rule, 'subject', NEW.subject, 'what', NEW.what, 'closedAt', registers.time_of(NEW.ended_at)));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER asked AFTER INSERT ON approvals.requests FOR EACH ROW EXECUTE FUNCTION approvals.enter_step();
CREATE TRIGGER closed AFTER UPDATE OF state ON approvals.requests FOR EACH ROW WHEN (NEW.state = 'closed' AND OLD.state <> 'closed') EXECUTE FUNCTION approvals.enter_step();
