-- When what one who left had was passed on, by the database's clock: for a while after it is looked for what a replica
-- that had not heard of it yet has still written down for them.
ALTER TABLE staff.members ADD COLUMN passed_at timestamptz;
CREATE INDEX members_passed ON staff.members (passed_at) WHERE passed_at IS NOT NULL;

-- The departments and groups, as the last event said.
CREATE TABLE staff.departments (
    code text PRIMARY KEY,
    name text NOT NULL,
    part_of text
);

-- Which department has which duty of DOC-4. Two departments' events come in no order of their own, so the time decides
-- which of them was the last.
CREATE TABLE staff.duties (
    duty text PRIMARY KEY,
    department text NOT NULL,
    at timestamptz NOT NULL
);

-- Who keeps which kind of record for a department (DOC-5.1.6).
CREATE TABLE staff.custodians (
    department text NOT NULL,
    kind text NOT NULL,
    staff text NOT NULL,
    PRIMARY KEY (department, kind)
);
