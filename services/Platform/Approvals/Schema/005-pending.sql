-- What waits for somebody's agreement is pending, here as everywhere.
ALTER TABLE approvals.requests DROP CONSTRAINT requests_state_check;
DROP INDEX approvals.requests_open;
DROP INDEX approvals.requests_site;
UPDATE approvals.requests SET state = 'pending' WHERE state = 'open';
ALTER TABLE approvals.requests ALTER COLUMN state SET DEFAULT 'pending';
ALTER TABLE approvals.requests ADD CONSTRAINT requests_state_check
    CHECK (state IN ('pending', 'granted', 'refused', 'closed'));
CREATE UNIQUE INDEX requests_pending ON approvals.requests (key) WHERE state = 'pending';
CREATE INDEX requests_site ON approvals.requests (site, id) WHERE state = 'pending';
