-- Real time plus this offset is business time, in Development and Training. It only grows.
CREATE TABLE clock.simulated (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    offset_us bigint NOT NULL
);
INSERT INTO clock.simulated (offset_us) VALUES (0);
CREATE FUNCTION clock.forward_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The clock does not go back (T-8)';
END $$;
CREATE TRIGGER forward_only BEFORE UPDATE ON clock.simulated FOR EACH ROW WHEN (NEW.offset_us < OLD.offset_us) EXECUTE FUNCTION clock.forward_only();

-- Which replica has taken which offset over; one that was not seen for some seconds is not waited for.
CREATE TABLE clock.replicas (
    instance uuid PRIMARY KEY,
    offset_us bigint NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
