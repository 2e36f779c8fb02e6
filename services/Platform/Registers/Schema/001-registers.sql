-- One chain for each register and site. The head's row is locked by whoever appends, so that entries come one after the other.
CREATE TABLE registers.heads (
    register text NOT NULL,
    site text NOT NULL,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (register, site)
);

-- The entry's text is RFC 8785 canonical JSON, stored as the very text that was hashed. The other columns repeat what it says.
CREATE TABLE registers.entries (
    register text NOT NULL,
    site text NOT NULL,
    sequence bigint NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    text text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (register, site, sequence)
);

-- Personal fields stand beside the chain, encrypted; the entry holds their salted hashes only.
CREATE TABLE registers.personal (
    register text NOT NULL,
    site text NOT NULL,
    sequence bigint NOT NULL,
    field text NOT NULL,
    key_id text NOT NULL,
    ciphertext bytea NOT NULL,
    PRIMARY KEY (register, site, sequence, field),
    FOREIGN KEY (register, site, sequence) REFERENCES registers.entries
);

CREATE FUNCTION registers.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A register is append-only (T-6)';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registers.entries FOR EACH STATEMENT EXECUTE FUNCTION registers.append_only();

-- The head goes forward only.
CREATE FUNCTION registers.head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.sequence <> OLD.sequence + 1 OR NEW.at < OLD.at THEN
        RAISE EXCEPTION 'The head of a register goes forward by one entry (T-6)';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER head_forward BEFORE UPDATE OR DELETE ON registers.heads FOR EACH ROW EXECUTE FUNCTION registers.head_forward();
CREATE TRIGGER head_kept BEFORE TRUNCATE ON registers.heads FOR EACH STATEMENT EXECUTE FUNCTION registers.append_only();
