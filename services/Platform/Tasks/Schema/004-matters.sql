-- The matter of the thing that an entry is about; null for the whole thing. What ends a matter ends its entries.
ALTER TABLE tasks.entries ADD COLUMN matter text;
CREATE INDEX entries_matter ON tasks.entries (coalesce(matter, subject)) WHERE done_at IS NULL;
