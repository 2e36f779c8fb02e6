-- What somebody asked others to agree to. One open request a key; what was decided is kept.
CREATE TABLE approvals.requests (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    kind text NOT NULL,
    rule text NOT NULL,
    site text NOT NULL,
    subject text NOT NULL,
    what text NOT NULL,
    asked_by text NOT NULL,
    -- Whose it is, where another asked for them.
    asked_for text NOT NULL,
    asked_at timestamptz NOT NULL,
    until timestamptz,
    -- Who must agree: an array of {permission, department}, one agreement each.
    needs jsonb NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'refused', 'closed')),
    ended_at timestamptz,
    ended_why text
);
CREATE UNIQUE INDEX requests_open ON approvals.requests (key) WHERE state = 'open';
CREATE INDEX requests_site ON approvals.requests (site, id) WHERE state = 'open';

-- Each person's word, once; never changed.
CREATE TABLE approvals.decisions (
    request uuid NOT NULL REFERENCES approvals.requests,
    by text NOT NULL,
    -- Whom they stood in for; NULL when they decided in their own right.
    stands_in_for text,
    department text NOT NULL,
    -- Which of the request's needs it meets, from 0.
    need int NOT NULL,
    agreed boolean NOT NULL,
    reason text,
    at timestamptz NOT NULL,
    PRIMARY KEY (request, by)
);
