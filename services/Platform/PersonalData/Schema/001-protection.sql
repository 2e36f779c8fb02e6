-- The key ring: the data keys of ASP.NET Core Data Protection, shared by all replicas. What is secret in an element is encrypted under a master
-- secret that the database never sees. One row for each key and master: with a new master each key is added under it.
CREATE TABLE protection.keys (
    name text NOT NULL,
    -- The id of the master secret; empty for an element that holds no secret.
    master text NOT NULL,
    element text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, master)
);
