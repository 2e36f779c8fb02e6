-- What a person, a post on a site or a department on a site is to do or to know. Entries are added and closed, never removed.
CREATE TABLE tasks.entries (
    -- The order of the list; ids of one millisecond have none.
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id uuid PRIMARY KEY,
    key text NOT NULL,
    person text,
    post text,
    department text,
    site text NOT NULL,
    title text NOT NULL,
    rule text NOT NULL,
    subject text NOT NULL,
    must_be_done boolean NOT NULL,
    at timestamptz NOT NULL,
    due_at timestamptz,
    done_at timestamptz,
    done_by text,
    CHECK (num_nonnulls(person, post, department) = 1)
);
-- One entry a key and addressee.
CREATE UNIQUE INDEX entries_key ON tasks.entries (key, coalesce(person, ''), coalesce(post, ''), coalesce(department, ''));
CREATE INDEX entries_person ON tasks.entries (person, number) WHERE person IS NOT NULL;
CREATE INDEX entries_post ON tasks.entries (post, number) WHERE post IS NOT NULL;
CREATE INDEX entries_department ON tasks.entries (department, number) WHERE department IS NOT NULL;

-- A notice leaves the list of each who has read it, not of the others.
CREATE TABLE tasks.reads (
    entry uuid NOT NULL REFERENCES tasks.entries,
    person text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (entry, person)
);
