-- What is to be entered without waiting for the chain's head: whoever holds the head next enters it, in the order in which it came. The time of an entry is the time at which it is entered.
CREATE TABLE registers.late (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    register text NOT NULL,
    site text NOT NULL,
    by text NOT NULL,
    entry jsonb NOT NULL
);

-- For the triggers of tables whose every change is to stand on a register.
CREATE FUNCTION registers.enter_late(register text, site text, by text, entry jsonb) RETURNS void LANGUAGE sql AS
    'INSERT INTO registers.late (register, site, by, entry) VALUES ($1, $2, $3, $4)';

-- Times in such an entry, as the registers write them.
CREATE FUNCTION registers.time_of(at timestamptz) RETURNS text LANGUAGE sql STABLE AS
    $$SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')$$;

-- Several entries at once are one step of the head.
CREATE OR REPLACE FUNCTION registers.head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.sequence <= OLD.sequence OR NEW.at < OLD.at THEN
        RAISE EXCEPTION 'The head of a register goes forward (T-6)';
    END IF;
    RETURN NEW;
END $$;
