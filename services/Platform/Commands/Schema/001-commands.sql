-- The answer that was given to a command with an Idempotency-Key, inserted in the transaction of the change itself: a second call
-- in flight waits on the primary key, a later one gets the same answer.
CREATE TABLE commands.answers (
    key text NOT NULL,
    actor text NOT NULL,
    route text NOT NULL,
    body_hash bytea NOT NULL,
    status int,
    headers jsonb,
    body bytea,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (key, actor, route)
);
CREATE INDEX answers_answered_at ON commands.answers (answered_at);
