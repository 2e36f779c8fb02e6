-- What departments and posts are called in English, where they have such a name.
ALTER TABLE staff.departments ADD COLUMN name_en text;

-- The posts, as the last event said.
CREATE TABLE staff.posts (
    code text PRIMARY KEY,
    name text NOT NULL,
    name_en text
);
