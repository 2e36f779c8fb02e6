-- What an entry says, as a code with arguments; null where the title is a sentence of before.
ALTER TABLE tasks.entries ADD COLUMN text json;
