-- What happened is written down as the service itself knows it. What others are told of it, where that differs, is a
-- record of the Contracts: this is what is published.
ALTER TABLE messaging.events ADD COLUMN told_type text, ADD COLUMN told_body json,
    ADD CHECK ((told_type IS NULL) = (told_body IS NULL));
