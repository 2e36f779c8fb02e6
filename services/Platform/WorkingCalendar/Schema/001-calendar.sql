-- The years that all replicas of the service compute from. A row is added for each version of a year and never changed, so that
-- it can be told later by which data a deadline was counted.
CREATE TABLE calendar.years (
    version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year int NOT NULL,
    data jsonb NOT NULL,
    source text NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX years_year ON calendar.years (year, version DESC);
