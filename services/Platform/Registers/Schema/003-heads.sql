-- The head that a chain had at the end of a local day: noted once, in the transaction that raises it as an event.
CREATE TABLE registers.noted (
    register text NOT NULL,
    site text NOT NULL,
    day date NOT NULL,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (register, site, day),
    UNIQUE (register, site, sequence)
);
CREATE TRIGGER noted_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registers.noted FOR EACH STATEMENT EXECUTE FUNCTION registers.append_only();

-- The heads of other services' chains, as they were told day by day: what shows a chain that was rewritten as a whole.
CREATE TABLE registers.kept_heads (
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    service text NOT NULL,
    register text NOT NULL,
    site text NOT NULL,
    day date NOT NULL,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    event uuid NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (service, register, site, day)
);
CREATE TRIGGER kept_heads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registers.kept_heads FOR EACH STATEMENT EXECUTE FUNCTION registers.append_only();
