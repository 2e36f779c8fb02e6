-- T-7: who owes what to whom, why, since when, due when, met when.
CREATE TABLE deadlines.deadlines (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    key text NOT NULL,
    rule text NOT NULL,
    subject uuid NOT NULL,
    owed_by text NOT NULL,
    owed_to text NOT NULL,
    cause_event uuid,
    traceparent text,
    since timestamptz NOT NULL,
    -- How the due time and the warnings come from since: kept, so that a new calendar year's data can recompute them.
    term jsonb NOT NULL,
    warnings jsonb NOT NULL,
    ends_when_due boolean NOT NULL,
    due_at timestamptz NOT NULL,
    calendar_certain boolean NOT NULL,
    -- The version of the calendar it was counted by; null when it runs on the wall clock.
    calendar_version bigint,
    -- Every mark in order, the due time last; which comes next, and when (null: nothing fires any more).
    marks timestamptz[] NOT NULL,
    next_mark int NOT NULL,
    next_at timestamptz,
    breached_at timestamptz,
    met_at timestamptz,
    cancelled_at timestamptz,
    -- A handler that failed is tried again from retry_at on (machine time); one that an operator gave up has a reason.
    attempts int NOT NULL DEFAULT 0,
    last_error text,
    failed_at timestamptz,
    retry_at timestamptz,
    discarded text,
    -- How often it was recalculated: its marks are counted anew each time.
    round int NOT NULL DEFAULT 0,
    CHECK (met_at IS NULL OR cancelled_at IS NULL)
);
-- One open deadline a key.
CREATE UNIQUE INDEX deadlines_open_key ON deadlines.deadlines (key) WHERE met_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX deadlines_key ON deadlines.deadlines (key, id DESC);
-- Cost grows with what is due, not with what is open.
CREATE INDEX deadlines_next ON deadlines.deadlines (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deadlines_failed ON deadlines.deadlines (failed_at) WHERE attempts > 0;
CREATE INDEX deadlines_calendar ON deadlines.deadlines (calendar_version) WHERE met_at IS NULL AND cancelled_at IS NULL AND breached_at IS NULL AND calendar_version IS NOT NULL;

-- What fired. The key is the proof that no mark fires twice.
CREATE TABLE deadlines.firings (
    seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    deadline uuid NOT NULL,
    round int NOT NULL,
    mark_number int NOT NULL,
    mark text NOT NULL,
    at timestamptz NOT NULL,
    fired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (deadline, round, mark_number)
);

-- What a new calendar year's data moved.
CREATE TABLE deadlines.recalculations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deadline uuid NOT NULL,
    calendar_version bigint NOT NULL,
    due_before timestamptz NOT NULL,
    due_after timestamptz NOT NULL,
    certain_before boolean NOT NULL,
    certain_after boolean NOT NULL,
    recalculated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION deadlines.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only (T-7)', TG_TABLE_NAME;
END $$;
CREATE TRIGGER firings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON deadlines.firings FOR EACH STATEMENT EXECUTE FUNCTION deadlines.append_only();
CREATE TRIGGER recalculations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON deadlines.recalculations FOR EACH STATEMENT EXECUTE FUNCTION deadlines.append_only();
