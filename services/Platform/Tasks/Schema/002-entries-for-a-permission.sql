-- An entry may be for whoever has a permission on a site: posts are an installation's own, and code names none.
ALTER TABLE tasks.entries ADD COLUMN permission text;
ALTER TABLE tasks.entries DROP CONSTRAINT entries_check;
ALTER TABLE tasks.entries ADD CONSTRAINT entries_addressee
    CHECK (num_nonnulls(person, post, department, permission) = 1);

DROP INDEX tasks.entries_key;
CREATE UNIQUE INDEX entries_key ON tasks.entries
    (key, coalesce(person, ''), coalesce(post, ''), coalesce(department, ''), coalesce(permission, ''));
CREATE INDEX entries_permission ON tasks.entries (permission, number) WHERE permission IS NOT NULL;
