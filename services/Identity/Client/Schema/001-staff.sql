-- What this service keeps of Identity's staff, so that it works when Identity is away: one row a person, as the last
-- event said.
CREATE TABLE staff.members (
    number text PRIMARY KEY,
    name text,
    post text,
    department text,
    sites text[] NOT NULL DEFAULT '{}',
    -- Why no token of theirs is taken; NULL for whoever may act.
    barred text,
    left_on date,
    -- Who has taken over from one who left.
    successor text
);
CREATE INDEX members_barred ON staff.members (number) WHERE barred IS NOT NULL;
