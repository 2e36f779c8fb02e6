CREATE SCHEMA IF NOT EXISTS messaging;

-- Every event of the service, once, in the transaction of its change. Kept for ever, never changed.
CREATE TABLE messaging.events (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    stream text NOT NULL,
    version bigint NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    traceparent text,
    body json NOT NULL,
    -- Who the Contracts named when it was raised; nobody: the event is unrouted until an operator publishes it.
    subscribers text[] NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (stream, version)
);

CREATE FUNCTION messaging.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The event log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON messaging.events
    FOR EACH STATEMENT EXECUTE FUNCTION messaging.refuse_change();

-- The last sequence given to a stream's deliveries to a subscriber; its row lock makes the sequence dense.
CREATE TABLE messaging.delivery_streams (
    stream text NOT NULL,
    subscriber text NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (stream, subscriber)
);

-- What is to be, or was, given to the broker: one row an event and subscriber.
CREATE TABLE messaging.deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL,
    subscriber text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent')),
    -- With an owner: who publishes it, and until when nobody else may. Without: not to be tried again before.
    lease_owner uuid,
    lease_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    -- Published by an operator: the proof that an event without subscribers was published, so it is kept.
    by_hand boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    PRIMARY KEY (event_id, subscriber)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

CREATE UNIQUE INDEX deliveries_pending ON messaging.deliveries (id) WHERE state = 'pending';
CREATE UNIQUE INDEX deliveries_pending_stream ON messaging.deliveries (subscriber, stream, sequence) WHERE state = 'pending';
CREATE INDEX deliveries_created ON messaging.deliveries USING brin (created_at);

-- Events of others that had their effect here: written in the transaction of that effect.
CREATE TABLE messaging.inbox (
    event_id uuid PRIMARY KEY,
    producer text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    handled_at timestamptz NOT NULL
);

CREATE INDEX inbox_handled ON messaging.inbox USING brin (handled_at);

-- How far each stream of others was taken. The row lock keeps a stream's order among replicas.
CREATE TABLE messaging.inbox_streams (
    producer text NOT NULL,
    stream text NOT NULL,
    last bigint NOT NULL,
    -- What "last" was before the latest statement on the row: tells a message whether its turn has come in one round trip.
    before bigint NOT NULL,
    -- How many of the stream are parked, and which of it lies among the failed.
    parked integer NOT NULL DEFAULT 0,
    blocked bigint,
    PRIMARY KEY (producer, stream)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

CREATE INDEX inbox_streams_parked ON messaging.inbox_streams (producer, stream) WHERE parked > 0;

-- Came before its turn.
CREATE TABLE messaging.parked (
    producer text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    message text NOT NULL,
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (producer, stream, sequence)
);

CREATE INDEX parked_event ON messaging.parked (event_id);

-- Could not be handled; its stream waits behind it. What could not even be read has no stream.
CREATE TABLE messaging.failed (
    id uuid PRIMARY KEY,
    message bytea NOT NULL,
    event_id uuid,
    producer text,
    stream text,
    sequence bigint,
    type text,
    reason text NOT NULL,
    attempts integer NOT NULL,
    failed_at timestamptz NOT NULL,
    traceparent text,
    state text NOT NULL DEFAULT 'failed' CHECK (state IN ('failed', 'replayed', 'discarded')),
    resolved_at timestamptz,
    resolved_by text,
    resolution text
);

CREATE INDEX failed_open ON messaging.failed (failed_at) WHERE state = 'failed';
CREATE UNIQUE INDEX failed_open_message ON messaging.failed (producer, stream, sequence) WHERE state = 'failed';
CREATE INDEX failed_event ON messaging.failed (event_id);
