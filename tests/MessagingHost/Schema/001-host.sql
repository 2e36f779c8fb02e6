CREATE TABLE host.things (id uuid PRIMARY KEY, version bigint NOT NULL);
CREATE TABLE host.effects (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL, thing_id uuid NOT NULL, number integer NOT NULL, text text NOT NULL, trace_id text);
-- What a test switches on in a handler.
CREATE TABLE host.switches (name text PRIMARY KEY);
