-- What happened in some days is found without reading the years before: events lie in the table nearly in the order of their times, so that an index of a few pages tells where.
CREATE INDEX events_at ON messaging.events USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
