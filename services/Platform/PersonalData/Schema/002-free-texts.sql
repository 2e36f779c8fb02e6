-- What people wrote in their own words, encrypted under the key ring. Events name it by its id, so that it can be
-- corrected or taken away while they stay as they are.
CREATE TABLE protection.free_texts (
    id uuid PRIMARY KEY,
    sealed bytea NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
