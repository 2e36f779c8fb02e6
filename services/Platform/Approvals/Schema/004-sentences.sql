-- Why a request was granted or refused is a sentence that a person wrote. One that looks like a text is stored as a text
-- whose only argument is the sentence.
UPDATE approvals.requests
    SET ended_why = '{"code":"plain","args":{"sentence":' || to_json(ended_why) || '}}'
    WHERE state IN ('granted', 'refused') AND ended_why LIKE '{"code":%';
