CREATE SCHEMA approvals;
CREATE SCHEMA calendar;
CREATE SCHEMA clock;
CREATE SCHEMA commands;
CREATE SCHEMA deadlines;
CREATE SCHEMA messaging;
CREATE SCHEMA protection;
CREATE SCHEMA registers;
CREATE SCHEMA staff;
CREATE SCHEMA tasks;
CREATE FUNCTION clock.forward_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The clock does not go back (T-8)';
END $$;
CREATE FUNCTION deadlines.append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only (T-7)', TG_TABLE_NAME;
END $$;
CREATE FUNCTION messaging.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The event log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION registers.append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'A register is append-only (T-6)';
END $$;
CREATE FUNCTION registers.head_forward() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.sequence <> OLD.sequence + 1 OR NEW.at < OLD.at THEN
        RAISE EXCEPTION 'The head of a register goes forward by one entry (T-6)';
    END IF;
    RETURN NEW;
END $$;
CREATE TABLE approvals.decisions (
    request uuid NOT NULL,
    by text NOT NULL,
    stands_in_for text,
    department text NOT NULL,
    need integer NOT NULL,
    agreed boolean NOT NULL,
    reason text,
    at timestamp with time zone NOT NULL
);
CREATE TABLE approvals.requests (
    id uuid NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    rule text NOT NULL,
    site text NOT NULL,
    subject text NOT NULL,
    what text NOT NULL,
    asked_by text NOT NULL,
    asked_for text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    needs jsonb NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    ended_at timestamp with time zone,
    ended_why text,
    CONSTRAINT requests_state_check CHECK ((state = ANY (ARRAY['open'::text, 'granted'::text, 'refused'::text, 'closed'::text])))
);
CREATE TABLE approvals.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE calendar.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE calendar.years (
    version bigint NOT NULL,
    year integer NOT NULL,
    data jsonb NOT NULL,
    source text NOT NULL,
    imported_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE calendar.years ALTER COLUMN version ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME calendar.years_version_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE clock.replicas (
    instance uuid NOT NULL,
    offset_us bigint NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE clock.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE clock.simulated (
    one boolean DEFAULT true NOT NULL,
    offset_us bigint NOT NULL,
    CONSTRAINT simulated_one_check CHECK (one)
);
CREATE TABLE commands.answers (
    key text NOT NULL,
    actor text NOT NULL,
    route text NOT NULL,
    body_hash bytea NOT NULL,
    status integer,
    headers jsonb,
    body bytea,
    answered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE commands.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE deadlines.deadlines (
    id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    rule text NOT NULL,
    subject uuid NOT NULL,
    owed_by text NOT NULL,
    owed_to text NOT NULL,
    cause_event uuid,
    traceparent text,
    since timestamp with time zone NOT NULL,
    term jsonb NOT NULL,
    warnings jsonb NOT NULL,
    ends_when_due boolean NOT NULL,
    due_at timestamp with time zone NOT NULL,
    calendar_certain boolean NOT NULL,
    calendar_version bigint,
    marks timestamp with time zone[] NOT NULL,
    next_mark integer NOT NULL,
    next_at timestamp with time zone,
    breached_at timestamp with time zone,
    met_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    failed_at timestamp with time zone,
    retry_at timestamp with time zone,
    discarded text,
    round integer DEFAULT 0 NOT NULL,
    CONSTRAINT deadlines_check CHECK (((met_at IS NULL) OR (cancelled_at IS NULL)))
);
CREATE TABLE deadlines.firings (
    seq bigint NOT NULL,
    deadline uuid NOT NULL,
    round integer NOT NULL,
    mark_number integer NOT NULL,
    mark text NOT NULL,
    at timestamp with time zone NOT NULL,
    fired_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE deadlines.firings ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME deadlines.firings_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE deadlines.recalculations (
    id bigint NOT NULL,
    deadline uuid NOT NULL,
    calendar_version bigint NOT NULL,
    due_before timestamp with time zone NOT NULL,
    due_after timestamp with time zone NOT NULL,
    certain_before boolean NOT NULL,
    certain_after boolean NOT NULL,
    recalculated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE deadlines.recalculations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME deadlines.recalculations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE deadlines.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE messaging.deliveries (
    id bigint NOT NULL,
    event_id uuid NOT NULL,
    subscriber text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    state text DEFAULT 'pending'::text NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    by_hand boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text])))
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='2000');
ALTER TABLE messaging.deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME messaging.deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE messaging.delivery_streams (
    stream text NOT NULL,
    subscriber text NOT NULL,
    last bigint NOT NULL
);
CREATE TABLE messaging.events (
    seq bigint NOT NULL,
    id uuid NOT NULL,
    stream text NOT NULL,
    version bigint NOT NULL,
    type text NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    traceparent text,
    body json NOT NULL,
    subscribers text[] NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
ALTER TABLE messaging.events ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME messaging.events_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE messaging.failed (
    id uuid NOT NULL,
    message bytea NOT NULL,
    event_id uuid,
    producer text,
    stream text,
    sequence bigint,
    type text,
    reason text NOT NULL,
    attempts integer NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    traceparent text,
    state text DEFAULT 'failed'::text NOT NULL,
    resolved_at timestamp with time zone,
    resolved_by text,
    resolution text,
    CONSTRAINT failed_state_check CHECK ((state = ANY (ARRAY['failed'::text, 'replayed'::text, 'discarded'::text])))
);
CREATE TABLE messaging.inbox (
    event_id uuid NOT NULL,
    producer text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    handled_at timestamp with time zone NOT NULL
);
CREATE TABLE messaging.inbox_streams (
    producer text NOT NULL,
    stream text NOT NULL,
    last bigint NOT NULL,
    before bigint NOT NULL,
    parked integer DEFAULT 0 NOT NULL,
    blocked bigint
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='2000');
CREATE TABLE messaging.parked (
    producer text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    message text NOT NULL,
    parked_at timestamp with time zone NOT NULL
);
CREATE TABLE messaging.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE protection.keys (
    name text NOT NULL,
    master text NOT NULL,
    element text NOT NULL,
    stored_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE protection.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public."__EFMigrationsHistory" (
    migration_id character varying(150) NOT NULL,
    product_version character varying(32) NOT NULL
);
CREATE TABLE public.projects (
    code text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    close_of_business time without time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL
);
CREATE TABLE public.reservations (
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    number integer NOT NULL,
    form text NOT NULL,
    deposit_receipt text,
    consultant text NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    expires_at timestamp with time zone,
    decided_at timestamp with time zone,
    decided_by text,
    refusal_reason text,
    ended_at timestamp with time zone,
    held_at timestamp with time zone,
    offered_at timestamp with time zone,
    customer_name text NOT NULL,
    customer_phone text NOT NULL
);
CREATE TABLE public.subscriptions (
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    project text NOT NULL,
    agreement_number text NOT NULL,
    reservation_id uuid,
    consultant text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    customer_name text NOT NULL,
    customer_phone text NOT NULL
);
CREATE TABLE public.units (
    id uuid NOT NULL,
    project text NOT NULL,
    code text NOT NULL,
    building text NOT NULL,
    entrance text NOT NULL,
    floor integer NOT NULL,
    room text NOT NULL,
    kind text NOT NULL,
    built_area numeric NOT NULL,
    inside_area numeric,
    list_price numeric,
    state text NOT NULL,
    since timestamp with time zone NOT NULL,
    registrations integer NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE registers.entries (
    register text NOT NULL,
    site text NOT NULL,
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    text text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL
);
CREATE TABLE registers.heads (
    register text NOT NULL,
    site text NOT NULL,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE registers.personal (
    register text NOT NULL,
    site text NOT NULL,
    sequence bigint NOT NULL,
    field text NOT NULL,
    ciphertext bytea NOT NULL
);
CREATE TABLE registers.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE staff.members (
    number text NOT NULL,
    name text,
    post text,
    department text,
    sites text[] DEFAULT '{}'::text[] NOT NULL,
    barred text,
    left_on date,
    successor text
);
CREATE TABLE staff.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE tasks.entries (
    number bigint NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL,
    person text,
    post text,
    department text,
    site text NOT NULL,
    title text NOT NULL,
    rule text NOT NULL,
    subject text NOT NULL,
    must_be_done boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    done_at timestamp with time zone,
    done_by text,
    CONSTRAINT entries_check CHECK ((num_nonnulls(person, post, department) = 1))
);
ALTER TABLE tasks.entries ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME tasks.entries_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE tasks.reads (
    entry uuid NOT NULL,
    person text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE tasks.scripts (
    name text NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL
);
INSERT INTO approvals.decisions VALUES
	('01a21474-79e8-784a-876d-a440c3db8f4f', 'marketing-manager-1', NULL, 'project-sales-group', 0, true, NULL, '2026-11-25 20:45:09.970685+00');
INSERT INTO approvals.requests VALUES
	('01a21474-7735-7c42-a325-22b62fa8c2d1', 'reservation/01a21474-75c7-7779-938f-f450519f7a3f', 'reservation', 'RES-2', 'harbour-court', '/api/sales/reservations/01a21474-75c7-7779-938f-f450519f7a3f', 'Reservation of 2-1-1203 with receipt D-1', 'consultant-1', 'consultant-1', '2026-11-25 20:45:06.385371+00', '2026-11-28 20:45:06.385371+00', '[{"department": null, "permission": "sales.reservation.approve"}]', 'open', NULL, NULL),
	('01a21474-7a39-7c28-81e9-04b37e4517eb', 'reservation/01a21474-7a37-7e3a-85be-abe280b3f5bd', 'reservation', 'RES-2', 'harbour-court', '/api/sales/reservations/01a21474-7a37-7e3a-85be-abe280b3f5bd', 'Reservation of 2-1-1003 with receipt D-3', 'consultant-1', 'consultant-1', '2026-11-25 20:45:07.511431+00', '2026-11-28 20:45:07.511431+00', '[{"department": null, "permission": "sales.reservation.approve"}]', 'closed', '2026-11-25 20:45:07.613635+00', 'The reservation is Subscribed.'),
	('01a21474-79e8-784a-876d-a440c3db8f4f', 'reservation/01a21474-79e2-7056-a31e-335172e704ce', 'reservation', 'RES-2', 'harbour-court', '/api/sales/reservations/01a21474-79e2-7056-a31e-335172e704ce', 'Reservation of 2-1-1103 with receipt D-2', 'consultant-2', 'consultant-2', '2026-11-25 20:45:07.426316+00', '2026-11-28 20:45:07.426316+00', '[{"department": null, "permission": "sales.reservation.approve"}]', 'granted', '2026-11-25 20:45:09.970685+00', NULL);
INSERT INTO approvals.scripts VALUES
	('001-approvals.sql', '2026-11-25 20:43:44.268981+00');
INSERT INTO calendar.scripts VALUES
	('001-calendar.sql', '2026-11-25 20:43:43.754091+00');
INSERT INTO calendar.years OVERRIDING SYSTEM VALUE VALUES
	(1, 2024, '{"year": 2024, "source": "State Council notice: 国务院办公厅关于2024年部分节假日安排的通知 国办发明电〔2023〕7号 2023-10-25 https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm", "holidays": [{"date": "2024-01-01", "name": "元旦"}, {"date": "2024-02-10", "name": "春节"}, {"date": "2024-02-11", "name": "春节"}, {"date": "2024-02-12", "name": "春节"}, {"date": "2024-02-13", "name": "春节"}, {"date": "2024-02-14", "name": "春节"}, {"date": "2024-02-15", "name": "春节"}, {"date": "2024-02-16", "name": "春节"}, {"date": "2024-02-17", "name": "春节"}, {"date": "2024-04-04", "name": "清明节"}, {"date": "2024-04-05", "name": "清明节"}, {"date": "2024-04-06", "name": "清明节"}, {"date": "2024-05-01", "name": "劳动节"}, {"date": "2024-05-02", "name": "劳动节"}, {"date": "2024-05-03", "name": "劳动节"}, {"date": "2024-05-04", "name": "劳动节"}, {"date": "2024-05-05", "name": "劳动节"}, {"date": "2024-06-10", "name": "端午节"}, {"date": "2024-09-15", "name": "中秋节"}, {"date": "2024-09-16", "name": "中秋节"}, {"date": "2024-09-17", "name": "中秋节"}, {"date": "2024-10-01", "name": "国庆节"}, {"date": "2024-10-02", "name": "国庆节"}, {"date": "2024-10-03", "name": "国庆节"}, {"date": "2024-10-04", "name": "国庆节"}, {"date": "2024-10-05", "name": "国庆节"}, {"date": "2024-10-06", "name": "国庆节"}, {"date": "2024-10-07", "name": "国庆节"}], "workingDays": ["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"]}', 'State Council notice: 国务院办公厅关于2024年部分节假日安排的通知 国办发明电〔2023〕7号 2023-10-25 https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm', '2026-11-25 20:43:57.252482+00'),
	(2, 2025, '{"year": 2025, "source": "State Council notice: 国务院办公厅关于2025年部分节假日安排的通知 国办发明电〔2024〕12号 2024-11-12 https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm", "holidays": [{"date": "2025-01-01", "name": "元旦"}, {"date": "2025-01-28", "name": "春节"}, {"date": "2025-01-29", "name": "春节"}, {"date": "2025-01-30", "name": "春节"}, {"date": "2025-01-31", "name": "春节"}, {"date": "2025-02-01", "name": "春节"}, {"date": "2025-02-02", "name": "春节"}, {"date": "2025-02-03", "name": "春节"}, {"date": "2025-02-04", "name": "春节"}, {"date": "2025-04-04", "name": "清明节"}, {"date": "2025-04-05", "name": "清明节"}, {"date": "2025-04-06", "name": "清明节"}, {"date": "2025-05-01", "name": "劳动节"}, {"date": "2025-05-02", "name": "劳动节"}, {"date": "2025-05-03", "name": "劳动节"}, {"date": "2025-05-04", "name": "劳动节"}, {"date": "2025-05-05", "name": "劳动节"}, {"date": "2025-05-31", "name": "端午节"}, {"date": "2025-06-01", "name": "端午节"}, {"date": "2025-06-02", "name": "端午节"}, {"date": "2025-10-01", "name": "国庆节、中秋节"}, {"date": "2025-10-02", "name": "国庆节、中秋节"}, {"date": "2025-10-03", "name": "国庆节、中秋节"}, {"date": "2025-10-04", "name": "国庆节、中秋节"}, {"date": "2025-10-05", "name": "国庆节、中秋节"}, {"date": "2025-10-06", "name": "国庆节、中秋节"}, {"date": "2025-10-07", "name": "国庆节、中秋节"}, {"date": "2025-10-08", "name": "国庆节、中秋节"}], "workingDays": ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]}', 'State Council notice: 国务院办公厅关于2025年部分节假日安排的通知 国办发明电〔2024〕12号 2024-11-12 https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm', '2026-11-25 20:43:57.252482+00'),
	(3, 2026, '{"year": 2026, "source": "State Council notice: 国务院办公厅关于2026年部分节假日安排的通知 2025-11-04 https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm", "holidays": [{"date": "2026-01-01", "name": "元旦"}, {"date": "2026-01-02", "name": "元旦"}, {"date": "2026-01-03", "name": "元旦"}, {"date": "2026-02-15", "name": "春节"}, {"date": "2026-02-16", "name": "春节"}, {"date": "2026-02-17", "name": "春节"}, {"date": "2026-02-18", "name": "春节"}, {"date": "2026-02-19", "name": "春节"}, {"date": "2026-02-20", "name": "春节"}, {"date": "2026-02-21", "name": "春节"}, {"date": "2026-02-22", "name": "春节"}, {"date": "2026-02-23", "name": "春节"}, {"date": "2026-04-04", "name": "清明节"}, {"date": "2026-04-05", "name": "清明节"}, {"date": "2026-04-06", "name": "清明节"}, {"date": "2026-05-01", "name": "劳动节"}, {"date": "2026-05-02", "name": "劳动节"}, {"date": "2026-05-03", "name": "劳动节"}, {"date": "2026-05-04", "name": "劳动节"}, {"date": "2026-05-05", "name": "劳动节"}, {"date": "2026-06-19", "name": "端午节"}, {"date": "2026-06-20", "name": "端午节"}, {"date": "2026-06-21", "name": "端午节"}, {"date": "2026-09-25", "name": "中秋节"}, {"date": "2026-09-26", "name": "中秋节"}, {"date": "2026-09-27", "name": "中秋节"}, {"date": "2026-10-01", "name": "国庆节"}, {"date": "2026-10-02", "name": "国庆节"}, {"date": "2026-10-03", "name": "国庆节"}, {"date": "2026-10-04", "name": "国庆节"}, {"date": "2026-10-05", "name": "国庆节"}, {"date": "2026-10-06", "name": "国庆节"}, {"date": "2026-10-07", "name": "国庆节"}], "workingDays": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]}', 'State Council notice: 国务院办公厅关于2026年部分节假日安排的通知 2025-11-04 https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm', '2026-11-25 20:43:57.252482+00');
INSERT INTO clock.scripts VALUES
	('001-clock.sql', '2026-11-25 20:43:43.699361+00');
INSERT INTO clock.simulated VALUES
	(true, 0);
INSERT INTO commands.scripts VALUES
	('001-commands.sql', '2026-11-25 20:43:43.617531+00');
INSERT INTO deadlines.deadlines VALUES
	('01a21474-76fb-7705-9deb-df6c2c4a588d', 'reservation-lapse', 'reservation-lapse/01a21474-75c7-7779-938f-f450519f7a3f', 'RES-1', '01a21474-3c08-77d9-b453-afda2a3ff1b8', 'project-sales-group', 'marketing-manager', NULL, '00-22abf3f43b8c4745d234f92607cb6c09-3ffdb3b1103b963d-01', '2026-11-25 20:45:06.385371+00', '{"$type": "elapsed", "length": "72:00:00"}', '[]', true, '2026-11-28 20:45:06.385371+00', true, NULL, '{"2026-11-28 20:45:06.385371+00"}', 0, '2026-11-28 20:45:06.385371+00', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0),
	('01a21474-79e8-74ae-9975-bf781b2f018e', 'reservation-lapse', 'reservation-lapse/01a21474-79e2-7056-a31e-335172e704ce', 'RES-1', '01a21474-3c08-7a0b-a215-8cb8a82bccf1', 'project-sales-group', 'marketing-manager', NULL, '00-f903648b11a17c57a8dcd739d3e13065-a56b2e2ff9c91a87-01', '2026-11-25 20:45:07.426316+00', '{"$type": "elapsed", "length": "72:00:00"}', '[]', true, '2026-11-28 20:45:07.426316+00', true, NULL, '{"2026-11-28 20:45:07.426316+00"}', 0, '2026-11-28 20:45:07.426316+00', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0),
	('01a21474-7a38-732c-aff4-31fbfc9edd4a', 'reservation-lapse', 'reservation-lapse/01a21474-7a37-7e3a-85be-abe280b3f5bd', 'RES-1', '01a21474-3c08-73c6-a8de-00c605b07cd0', 'project-sales-group', 'marketing-manager', NULL, '00-b47ee3122c917c9f6b1d64c0a156e4c4-46849d7ba984eb67-01', '2026-11-25 20:45:07.511431+00', '{"$type": "elapsed", "length": "72:00:00"}', '[]', true, '2026-11-28 20:45:07.511431+00', true, NULL, '{"2026-11-28 20:45:07.511431+00"}', 0, NULL, NULL, '2026-11-25 20:45:07.613635+00', NULL, 0, NULL, NULL, NULL, NULL, 0);
INSERT INTO deadlines.scripts VALUES
	('001-deadlines.sql', '2026-11-25 20:43:44.005109+00');
INSERT INTO messaging.deliveries OVERRIDING SYSTEM VALUE VALUES
	(1, '01a21474-7bca-7f53-a5e8-22f50b5be9e6', 'RecordsArchive', 'unit/01a21474-3c08-73c6-a8de-00c605b07cd0', 1, 'sent', NULL, NULL, 1, NULL, false, '2026-11-25 20:45:07.914703+00', '2026-11-25 20:45:08.850257+00'),
	(2, '01a21474-7d15-739b-a736-2e55d5c05aa9', 'RecordsArchive', 'unit/01a21474-3c08-7fc8-9929-82c96b714a6a', 1, 'sent', NULL, NULL, 1, NULL, false, '2026-11-25 20:45:08.245742+00', '2026-11-25 20:45:08.850257+00');
INSERT INTO messaging.delivery_streams VALUES
	('unit/01a21474-3c08-73c6-a8de-00c605b07cd0', 'RecordsArchive', 1),
	('unit/01a21474-3c08-7fc8-9929-82c96b714a6a', 'RecordsArchive', 1);
INSERT INTO messaging.events OVERRIDING SYSTEM VALUE VALUES
	(1, '01a21474-3c1e-785a-b7a2-f1cdbf2e5c75', 'unit/01a21474-3ab8-713c-86ee-8d08bd3fd925', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3ab8-713c-86ee-8d08bd3fd925","project":"harbour-court","unit":"1-1-S01","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(2, '01a21474-3c1e-7c0c-980f-df8aa11c8f84', 'unit/01a21474-3bf9-7905-84ec-abf0a3def5b1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3bf9-7905-84ec-abf0a3def5b1","project":"harbour-court","unit":"1-1-S02","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(3, '01a21474-3c1e-798a-9082-0a9c02530075', 'unit/01a21474-3c06-7fef-9bd2-4139dffbed89', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7fef-9bd2-4139dffbed89","project":"harbour-court","unit":"1-1-S03","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(4, '01a21474-3c1e-7cfc-a5f6-200aacd72187', 'unit/01a21474-3c06-7e5d-88d6-b36b3466cfe6', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7e5d-88d6-b36b3466cfe6","project":"harbour-court","unit":"1-1-201","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(5, '01a21474-3c1e-7d69-87f5-7e650cd28ad9', 'unit/01a21474-3c06-74f0-8f11-918084cb10ee', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-74f0-8f11-918084cb10ee","project":"harbour-court","unit":"1-1-202","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(6, '01a21474-3c1e-7a4c-9b63-14fa06588f67', 'unit/01a21474-3c06-7721-ba34-917e8aa17c06', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7721-ba34-917e8aa17c06","project":"harbour-court","unit":"1-1-203","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(7, '01a21474-3c1e-70b3-aaec-7a11cec7e517', 'unit/01a21474-3c06-77e9-b784-ef7936b1803f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-77e9-b784-ef7936b1803f","project":"harbour-court","unit":"1-1-301","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(8, '01a21474-3c1e-7aa2-ab60-036ee60af96e', 'unit/01a21474-3c06-776e-be8f-0aee61fd654f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-776e-be8f-0aee61fd654f","project":"harbour-court","unit":"1-1-302","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(9, '01a21474-3c1e-7d25-ad43-094a7953682f', 'unit/01a21474-3c06-78fc-aeef-2bff6dc7aa65', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-78fc-aeef-2bff6dc7aa65","project":"harbour-court","unit":"1-1-303","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(10, '01a21474-3c1e-7130-b934-bec9bd35d369', 'unit/01a21474-3c06-7ef1-b686-2adcc4aa12ff', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7ef1-b686-2adcc4aa12ff","project":"harbour-court","unit":"1-1-401","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(11, '01a21474-3c1e-70e2-81a8-d6265c5274c9', 'unit/01a21474-3c06-7515-bd7c-f22528ebcb26', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7515-bd7c-f22528ebcb26","project":"harbour-court","unit":"1-1-402","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(12, '01a21474-3c1e-7593-aab2-7659f9f812b8', 'unit/01a21474-3c06-76d0-a618-fb0feb61f6c1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-76d0-a618-fb0feb61f6c1","project":"harbour-court","unit":"1-1-403","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(13, '01a21474-3c1e-7189-8471-b6e40fefd8f3', 'unit/01a21474-3c06-7a15-9bcc-e424409734b5', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7a15-9bcc-e424409734b5","project":"harbour-court","unit":"1-1-501","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(14, '01a21474-3c1e-72cd-b6dc-86ad252974d4', 'unit/01a21474-3c06-7b46-9425-836ee4b4bbd1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-7b46-9425-836ee4b4bbd1","project":"harbour-court","unit":"1-1-502","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(15, '01a21474-3c1e-7d08-9fec-47c26d924aca', 'unit/01a21474-3c06-77a3-856e-8e288490a207', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c06-77a3-856e-8e288490a207","project":"harbour-court","unit":"1-1-503","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(16, '01a21474-3c1e-7312-9077-d1c64702605c', 'unit/01a21474-3c07-77ca-a2f9-a146318cbec6', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-77ca-a2f9-a146318cbec6","project":"harbour-court","unit":"1-1-601","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(17, '01a21474-3c1e-7195-a9e8-23a0a42c1dee', 'unit/01a21474-3c07-7e40-9cd8-85952b0897a2', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7e40-9cd8-85952b0897a2","project":"harbour-court","unit":"1-1-602","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(18, '01a21474-3c1e-7d31-b777-2999305c5405', 'unit/01a21474-3c07-7191-8d23-7887f74b854e', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7191-8d23-7887f74b854e","project":"harbour-court","unit":"1-1-603","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(19, '01a21474-3c1e-7b61-a004-8900d17c365d', 'unit/01a21474-3c07-788d-9a23-6256eadfae6f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-788d-9a23-6256eadfae6f","project":"harbour-court","unit":"1-1-701","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(20, '01a21474-3c1e-774e-b6a7-029d0007ca39', 'unit/01a21474-3c07-7a02-8a1d-e8198ef04713', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7a02-8a1d-e8198ef04713","project":"harbour-court","unit":"1-1-702","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(21, '01a21474-3c1e-7cd2-86a6-b55a1e5d68a1', 'unit/01a21474-3c07-7a26-84d1-91807a68457a', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7a26-84d1-91807a68457a","project":"harbour-court","unit":"1-1-703","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(22, '01a21474-3c1e-7f10-9340-a106c24a178f', 'unit/01a21474-3c07-7a86-80c7-0302ad2dbcc7', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7a86-80c7-0302ad2dbcc7","project":"harbour-court","unit":"1-1-801","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(23, '01a21474-3c1e-7347-8615-c1fbb4f46014', 'unit/01a21474-3c07-7859-b97a-d23ac18919c9', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7859-b97a-d23ac18919c9","project":"harbour-court","unit":"1-1-802","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(24, '01a21474-3c1e-7002-a2e0-a7da59c558ee', 'unit/01a21474-3c07-7340-b497-c31ca869de13', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7340-b497-c31ca869de13","project":"harbour-court","unit":"1-1-803","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(25, '01a21474-3c1e-7bb6-bc4a-59b9d6389364', 'unit/01a21474-3c07-7954-a802-a1c10bd01b21', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7954-a802-a1c10bd01b21","project":"harbour-court","unit":"1-1-901","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(26, '01a21474-3c1e-70f5-b312-ce5c1bc8f86b', 'unit/01a21474-3c07-7700-87cf-3f85dd4911e1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7700-87cf-3f85dd4911e1","project":"harbour-court","unit":"1-1-902","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(27, '01a21474-3c1e-7847-b96a-e7b5d84e49e3', 'unit/01a21474-3c07-7c35-9d9d-78777b35cba2', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7c35-9d9d-78777b35cba2","project":"harbour-court","unit":"1-1-903","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(28, '01a21474-3c1e-7431-a10e-4af7b8c156de', 'unit/01a21474-3c07-7644-92e2-96e150bfbb68', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7644-92e2-96e150bfbb68","project":"harbour-court","unit":"1-1-1001","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(29, '01a21474-3c1e-7374-8e85-34dec16810da', 'unit/01a21474-3c07-7e37-ad4c-669e9d37c5cb', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7e37-ad4c-669e9d37c5cb","project":"harbour-court","unit":"1-1-1002","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(30, '01a21474-3c1e-7704-a24f-b7915d45cc70', 'unit/01a21474-3c07-78f9-a473-24c7e2c9a35c', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-78f9-a473-24c7e2c9a35c","project":"harbour-court","unit":"1-1-1003","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(31, '01a21474-3c1e-73b8-a8e1-a273647f47d4', 'unit/01a21474-3c07-7a61-be61-9e437bfa3eac', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7a61-be61-9e437bfa3eac","project":"harbour-court","unit":"1-1-1101","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(32, '01a21474-3c1e-7476-9af6-fa5ac2f59d21', 'unit/01a21474-3c07-7a29-8371-34043b4038d3', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7a29-8371-34043b4038d3","project":"harbour-court","unit":"1-1-1102","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(33, '01a21474-3c1e-7ba4-b59a-5699838019b5', 'unit/01a21474-3c07-7cd5-94a0-eaa2b0dcaa4c', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7cd5-94a0-eaa2b0dcaa4c","project":"harbour-court","unit":"1-1-1103","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(34, '01a21474-3c1e-79bf-94b3-37a9d96986a3', 'unit/01a21474-3c07-7112-9f7b-cf8e228f3045', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7112-9f7b-cf8e228f3045","project":"harbour-court","unit":"1-1-1201","state":"Withheld"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(35, '01a21474-3c1e-71d5-93bc-597774ee6971', 'unit/01a21474-3c07-7489-a4b9-e318c8470d02', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7489-a4b9-e318c8470d02","project":"harbour-court","unit":"1-1-1202","state":"Withheld"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(36, '01a21474-3c1e-7adc-8abc-d21f8ed3fbc5', 'unit/01a21474-3c07-722d-b476-30b5bf24a47f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-722d-b476-30b5bf24a47f","project":"harbour-court","unit":"1-1-1203","state":"Withheld"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(37, '01a21474-3c1e-722a-82e1-b9ec7ac52da6', 'unit/01a21474-3c07-7792-a0a9-41fb21927beb', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7792-a0a9-41fb21927beb","project":"harbour-court","unit":"1-2-201","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(38, '01a21474-3c1e-7bc2-beac-ebc7fda0db50', 'unit/01a21474-3c07-78ba-9903-1f47c7190db8', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-78ba-9903-1f47c7190db8","project":"harbour-court","unit":"1-2-202","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(39, '01a21474-3c1e-7ba8-afd7-30b5cb171198', 'unit/01a21474-3c07-736b-aa73-94d5c41a5655', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-736b-aa73-94d5c41a5655","project":"harbour-court","unit":"1-2-203","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(40, '01a21474-3c1e-7fa1-81a0-267f140a55eb', 'unit/01a21474-3c07-72bd-ba3d-8c8ceabaad54', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-72bd-ba3d-8c8ceabaad54","project":"harbour-court","unit":"1-2-301","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(41, '01a21474-3c1e-73f5-a38d-ac60ce2ca7b8', 'unit/01a21474-3c07-700a-a8cd-5bfef70f8abf', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-700a-a8cd-5bfef70f8abf","project":"harbour-court","unit":"1-2-302","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(42, '01a21474-3c1e-730d-b804-2bd8119d3778', 'unit/01a21474-3c07-75ca-b5cd-f686095404e9', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-75ca-b5cd-f686095404e9","project":"harbour-court","unit":"1-2-303","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(43, '01a21474-3c1e-70d0-b372-c98fc6578d04', 'unit/01a21474-3c07-77dc-bf5d-97079f950c43', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-77dc-bf5d-97079f950c43","project":"harbour-court","unit":"1-2-401","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(44, '01a21474-3c1e-77e3-8a51-ceb423e59a1c', 'unit/01a21474-3c07-7599-9413-af01dfccb3d6', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7599-9413-af01dfccb3d6","project":"harbour-court","unit":"1-2-402","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(45, '01a21474-3c1e-7892-ab90-3fa7f95380da', 'unit/01a21474-3c07-7752-ba60-2109e54d3be9', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7752-ba60-2109e54d3be9","project":"harbour-court","unit":"1-2-403","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(46, '01a21474-3c1e-70ee-9987-2a0f0eddd718', 'unit/01a21474-3c07-7433-b661-6ec77f7a6e0f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7433-b661-6ec77f7a6e0f","project":"harbour-court","unit":"1-2-501","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(47, '01a21474-3c1e-77c4-893d-b8d456e8c15c', 'unit/01a21474-3c07-7d81-a6c7-09f3b6f4fb04', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7d81-a6c7-09f3b6f4fb04","project":"harbour-court","unit":"1-2-502","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(48, '01a21474-3c1e-72ed-8c31-8119518422ca', 'unit/01a21474-3c07-7ceb-ba84-4664a16a4fb3', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7ceb-ba84-4664a16a4fb3","project":"harbour-court","unit":"1-2-503","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(49, '01a21474-3c1e-7c5b-9349-affff5c5ec2b', 'unit/01a21474-3c07-7e15-b040-ab5fb04912f6', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7e15-b040-ab5fb04912f6","project":"harbour-court","unit":"1-2-601","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(50, '01a21474-3c1e-7bdb-aedd-050c4353561f', 'unit/01a21474-3c07-7be8-b3d4-35de2dd0a124', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7be8-b3d4-35de2dd0a124","project":"harbour-court","unit":"1-2-602","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(51, '01a21474-3c1e-7791-ac66-ecb99cbb56c7', 'unit/01a21474-3c07-7e1d-aab6-1f441411e827', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7e1d-aab6-1f441411e827","project":"harbour-court","unit":"1-2-603","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(52, '01a21474-3c1e-789b-8974-fcc73d1768ec', 'unit/01a21474-3c07-7211-aea5-f0ff48666fb3', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7211-aea5-f0ff48666fb3","project":"harbour-court","unit":"1-2-701","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(53, '01a21474-3c1e-7511-b0a4-6e6d91ed2cfa', 'unit/01a21474-3c07-78d3-a613-b909640fa834', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-78d3-a613-b909640fa834","project":"harbour-court","unit":"1-2-702","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(54, '01a21474-3c1e-75ec-ac96-f6da6a82843d', 'unit/01a21474-3c07-7af3-a7d7-b65a0fafbcba', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7af3-a7d7-b65a0fafbcba","project":"harbour-court","unit":"1-2-703","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(55, '01a21474-3c1e-71ab-8872-cebdeb3ac458', 'unit/01a21474-3c07-7e14-aff6-21afce35c7e6', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7e14-aff6-21afce35c7e6","project":"harbour-court","unit":"1-2-801","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(56, '01a21474-3c1e-7244-89af-f5281f5cd41b', 'unit/01a21474-3c07-761d-a588-f3e6d5c4f350', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-761d-a588-f3e6d5c4f350","project":"harbour-court","unit":"1-2-802","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(57, '01a21474-3c1e-714d-98f1-bc72427253ff', 'unit/01a21474-3c07-7b80-8553-c4d6d1726559', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7b80-8553-c4d6d1726559","project":"harbour-court","unit":"1-2-803","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(58, '01a21474-3c1e-7776-881a-6e7cb617dcce', 'unit/01a21474-3c07-7596-a563-11baafd62b65', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7596-a563-11baafd62b65","project":"harbour-court","unit":"1-2-901","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(59, '01a21474-3c1e-7b22-870e-71be9b1ec9fc', 'unit/01a21474-3c07-704d-98b8-e2b144cb49d2', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-704d-98b8-e2b144cb49d2","project":"harbour-court","unit":"1-2-902","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(60, '01a21474-3c1e-78cf-9e6c-c8d515a43ae9', 'unit/01a21474-3c07-7ff6-bfb4-3a78f541f0c5', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7ff6-bfb4-3a78f541f0c5","project":"harbour-court","unit":"1-2-903","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(61, '01a21474-3c1e-767c-b729-b726f9dafbe1', 'unit/01a21474-3c07-7e8d-a55d-c143376e34e8', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7e8d-a55d-c143376e34e8","project":"harbour-court","unit":"1-2-1001","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(62, '01a21474-3c1e-7aa8-84cd-a0f6d917bdb7', 'unit/01a21474-3c07-73b5-b338-cbd7acef3144', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-73b5-b338-cbd7acef3144","project":"harbour-court","unit":"1-2-1002","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(63, '01a21474-3c1e-7138-a095-dd68fecd3fd2', 'unit/01a21474-3c07-7641-a32e-fc934999f0c1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7641-a32e-fc934999f0c1","project":"harbour-court","unit":"1-2-1003","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(64, '01a21474-3c1e-730e-bdc3-1a5522b279f7', 'unit/01a21474-3c07-76ae-ab7f-2c74c30c2f5a', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-76ae-ab7f-2c74c30c2f5a","project":"harbour-court","unit":"1-2-1101","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(65, '01a21474-3c1e-701d-a185-4dda5996e30f', 'unit/01a21474-3c07-7a32-8d03-27e638eb6cb8', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c07-7a32-8d03-27e638eb6cb8","project":"harbour-court","unit":"1-2-1102","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(66, '01a21474-3c1e-79d4-9c64-66074802a167', 'unit/01a21474-3c08-756c-82ab-054190caac3c', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-756c-82ab-054190caac3c","project":"harbour-court","unit":"1-2-1103","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(67, '01a21474-3c1e-7763-a2a1-fd91bb40a4c1', 'unit/01a21474-3c08-709f-9db9-97e4a4b478fc', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-709f-9db9-97e4a4b478fc","project":"harbour-court","unit":"1-2-1201","state":"Withheld"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(68, '01a21474-3c1e-7ec7-bfcf-59f0ef569f57', 'unit/01a21474-3c08-7cd7-85a8-944c5bd01ff2', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7cd7-85a8-944c5bd01ff2","project":"harbour-court","unit":"1-2-1202","state":"Withheld"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(69, '01a21474-3c1e-7a72-9993-c9d9e7f075f4', 'unit/01a21474-3c08-7b4a-b2b0-3592dda146b4', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7b4a-b2b0-3592dda146b4","project":"harbour-court","unit":"1-2-1203","state":"Withheld"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(70, '01a21474-3c1e-70bb-9279-fbaf0ad19dbd', 'unit/01a21474-3c08-7454-82cb-daa166e3e98b', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7454-82cb-daa166e3e98b","project":"harbour-court","unit":"2-1-S01","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(71, '01a21474-3c1e-7cb1-992a-1b8c94152117', 'unit/01a21474-3c08-7793-b325-676657fea301', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7793-b325-676657fea301","project":"harbour-court","unit":"2-1-S02","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(72, '01a21474-3c1e-730a-9247-086d4df6b0c5', 'unit/01a21474-3c08-7a4b-8388-949b6f91a088', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7a4b-8388-949b6f91a088","project":"harbour-court","unit":"2-1-S03","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(73, '01a21474-3c1e-7b35-b84d-b85ac3140346', 'unit/01a21474-3c08-7e90-9849-c9946eccc6a8', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7e90-9849-c9946eccc6a8","project":"harbour-court","unit":"2-1-201","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(74, '01a21474-3c1e-7a17-bb68-afbb3fc69bad', 'unit/01a21474-3c08-7ffc-8f0c-30f5eb0d618e', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7ffc-8f0c-30f5eb0d618e","project":"harbour-court","unit":"2-1-202","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(75, '01a21474-3c1e-7459-b51b-41068ecc3947', 'unit/01a21474-3c08-7087-805d-b55a10202102', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7087-805d-b55a10202102","project":"harbour-court","unit":"2-1-203","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(76, '01a21474-3c1e-7715-8a93-5c453ef5ec2f', 'unit/01a21474-3c08-7577-8a0f-2465c2919ef6', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7577-8a0f-2465c2919ef6","project":"harbour-court","unit":"2-1-301","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(77, '01a21474-3c1e-76c3-a9b8-2c7f540d2fb5', 'unit/01a21474-3c08-70a2-8789-42b1507a5609', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-70a2-8789-42b1507a5609","project":"harbour-court","unit":"2-1-302","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(78, '01a21474-3c1e-7e74-9749-410dbdc696b9', 'unit/01a21474-3c08-7b30-9279-9208a2438b88', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7b30-9279-9208a2438b88","project":"harbour-court","unit":"2-1-303","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(79, '01a21474-3c1e-7ca3-b326-458537319d65', 'unit/01a21474-3c08-7469-a42e-b4118a536709', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7469-a42e-b4118a536709","project":"harbour-court","unit":"2-1-401","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(80, '01a21474-3c1e-7b8a-be20-6a455850a95e', 'unit/01a21474-3c08-711e-9317-a4f61b77bad3', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-711e-9317-a4f61b77bad3","project":"harbour-court","unit":"2-1-402","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(81, '01a21474-3c1e-7a47-b002-f8bf16c1a8ee', 'unit/01a21474-3c08-71b6-8021-85b1d947d0fd', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-71b6-8021-85b1d947d0fd","project":"harbour-court","unit":"2-1-403","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(82, '01a21474-3c1e-74b2-b4af-230f3dbeb7ec', 'unit/01a21474-3c08-76bc-bd8a-a39353e43057', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-76bc-bd8a-a39353e43057","project":"harbour-court","unit":"2-1-501","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(83, '01a21474-3c1e-7569-80f5-8646bf85616d', 'unit/01a21474-3c08-7944-937d-17c6f89b8d49', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7944-937d-17c6f89b8d49","project":"harbour-court","unit":"2-1-502","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(84, '01a21474-3c1e-7144-ba85-b45b41f5503e', 'unit/01a21474-3c08-74ae-88b7-f7bb9c2f37d4', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-74ae-88b7-f7bb9c2f37d4","project":"harbour-court","unit":"2-1-503","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(85, '01a21474-3c1e-75be-98af-8428c50034ab', 'unit/01a21474-3c08-7727-9c68-42fb4340c1a7', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7727-9c68-42fb4340c1a7","project":"harbour-court","unit":"2-1-601","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(86, '01a21474-3c1e-70c0-874d-56a8bdedefa1', 'unit/01a21474-3c08-78dd-8aaf-5c11beb08ebe', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-78dd-8aaf-5c11beb08ebe","project":"harbour-court","unit":"2-1-602","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(87, '01a21474-3c1e-75c1-856e-b457f8bd9bb7', 'unit/01a21474-3c08-706b-9b5b-32f59342a453', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-706b-9b5b-32f59342a453","project":"harbour-court","unit":"2-1-603","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(88, '01a21474-3c1e-72cc-9457-96ab8386d244', 'unit/01a21474-3c08-789d-b7d8-86dd05581ff3', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-789d-b7d8-86dd05581ff3","project":"harbour-court","unit":"2-1-701","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(89, '01a21474-3c1e-7b10-8ef8-4b3c4273eb58', 'unit/01a21474-3c08-7366-9a5e-b348aace656f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7366-9a5e-b348aace656f","project":"harbour-court","unit":"2-1-702","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(90, '01a21474-3c1e-7c1b-9550-e6471765b5bc', 'unit/01a21474-3c08-7b7b-867b-02b6a97184ed', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7b7b-867b-02b6a97184ed","project":"harbour-court","unit":"2-1-703","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(91, '01a21474-3c1e-7a4a-a315-89d496e1e625', 'unit/01a21474-3c08-7037-afb8-2377651cfcff', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7037-afb8-2377651cfcff","project":"harbour-court","unit":"2-1-801","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(92, '01a21474-3c1e-7a36-80cd-e5e846a06fae', 'unit/01a21474-3c08-7139-9e8e-fbd8e3ac57fd', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7139-9e8e-fbd8e3ac57fd","project":"harbour-court","unit":"2-1-802","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(93, '01a21474-3c1e-76b6-a02b-35a2a33905a3', 'unit/01a21474-3c08-7d9e-a66a-116fb4ba6313', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7d9e-a66a-116fb4ba6313","project":"harbour-court","unit":"2-1-803","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(94, '01a21474-3c1e-7e98-af2c-6235cab7a524', 'unit/01a21474-3c08-77a3-98e7-e19d397dc301', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-77a3-98e7-e19d397dc301","project":"harbour-court","unit":"2-1-901","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(95, '01a21474-3c1e-7fd4-bcf1-14459346a036', 'unit/01a21474-3c08-7c4d-8050-a2210fa5be38', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7c4d-8050-a2210fa5be38","project":"harbour-court","unit":"2-1-902","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(96, '01a21474-3c1e-703d-83a2-d88513184685', 'unit/01a21474-3c08-7fc8-9929-82c96b714a6a', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7fc8-9929-82c96b714a6a","project":"harbour-court","unit":"2-1-903","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(97, '01a21474-3c1e-7a27-900d-9f5d0747251a', 'unit/01a21474-3c08-7cb8-80db-67e1ad7d9dfa', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7cb8-80db-67e1ad7d9dfa","project":"harbour-court","unit":"2-1-1001","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(98, '01a21474-3c1e-7083-bac7-08cd4cc34d06', 'unit/01a21474-3c08-7cbe-9565-c77118252546', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7cbe-9565-c77118252546","project":"harbour-court","unit":"2-1-1002","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(99, '01a21474-3c1e-770f-aeee-45898eae40d3', 'unit/01a21474-3c08-73c6-a8de-00c605b07cd0', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-73c6-a8de-00c605b07cd0","project":"harbour-court","unit":"2-1-1003","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(100, '01a21474-3c1e-7a75-9a6c-a97c330fee57', 'unit/01a21474-3c08-720c-9d93-4634f89c4c82', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-720c-9d93-4634f89c4c82","project":"harbour-court","unit":"2-1-1101","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(101, '01a21474-3c1e-76f8-bc04-52c2e600100d', 'unit/01a21474-3c08-7f28-b967-092ced52077f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7f28-b967-092ced52077f","project":"harbour-court","unit":"2-1-1102","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(102, '01a21474-3c1e-7823-8747-67a185df9d94', 'unit/01a21474-3c08-7a0b-a215-8cb8a82bccf1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7a0b-a215-8cb8a82bccf1","project":"harbour-court","unit":"2-1-1103","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(103, '01a21474-3c1e-7f11-b416-fcf544af6b35', 'unit/01a21474-3c08-79ba-a9c4-500095dc2d19', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-79ba-a9c4-500095dc2d19","project":"harbour-court","unit":"2-1-1201","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(104, '01a21474-3c1e-7ca9-9e96-8a3f70a63bde', 'unit/01a21474-3c08-7ac3-a26f-553dc7a4fec1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7ac3-a26f-553dc7a4fec1","project":"harbour-court","unit":"2-1-1202","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(105, '01a21474-3c1e-78c6-8a3e-391b6a7b5e34', 'unit/01a21474-3c08-77d9-b453-afda2a3ff1b8', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-77d9-b453-afda2a3ff1b8","project":"harbour-court","unit":"2-1-1203","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(106, '01a21474-3c1e-77e6-a298-b7ec558793e3', 'unit/01a21474-3c08-7fbb-ae0e-33c9fa453a35', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7fbb-ae0e-33c9fa453a35","project":"harbour-court","unit":"2-2-201","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(107, '01a21474-3c1e-710e-aa91-9e6551327468', 'unit/01a21474-3c08-732e-9c5c-2e8ac3c6ab08', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-732e-9c5c-2e8ac3c6ab08","project":"harbour-court","unit":"2-2-202","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(108, '01a21474-3c1e-727f-b9eb-91195abab7ce', 'unit/01a21474-3c08-7833-b7d4-742a08e7044b', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7833-b7d4-742a08e7044b","project":"harbour-court","unit":"2-2-203","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(109, '01a21474-3c1e-7a5f-a2e4-9df10514a20d', 'unit/01a21474-3c08-7e6a-8ef9-382f1a95baed', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7e6a-8ef9-382f1a95baed","project":"harbour-court","unit":"2-2-301","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(110, '01a21474-3c1e-7f39-8659-120ce925e46e', 'unit/01a21474-3c08-788b-8696-094735a2f8d0', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-788b-8696-094735a2f8d0","project":"harbour-court","unit":"2-2-302","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(111, '01a21474-3c1e-74aa-adb0-48cde57125f2', 'unit/01a21474-3c08-7945-87df-4c3b04acc773', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7945-87df-4c3b04acc773","project":"harbour-court","unit":"2-2-303","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(112, '01a21474-3c1e-7dd5-a9b3-a5827833ed0f', 'unit/01a21474-3c08-7b6b-8414-42c3282a29ee', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7b6b-8414-42c3282a29ee","project":"harbour-court","unit":"2-2-401","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(113, '01a21474-3c1e-78b8-9b49-d14c416063a8', 'unit/01a21474-3c08-7df7-8063-a8f8be594222', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7df7-8063-a8f8be594222","project":"harbour-court","unit":"2-2-402","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(114, '01a21474-3c1e-78bf-81f1-dfe9d385c740', 'unit/01a21474-3c08-7a43-afc9-ca64997fd61a', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7a43-afc9-ca64997fd61a","project":"harbour-court","unit":"2-2-403","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(115, '01a21474-3c1e-7295-b28c-2b25b1e184a0', 'unit/01a21474-3c08-72b8-9c30-8c8b3d798c9f', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-72b8-9c30-8c8b3d798c9f","project":"harbour-court","unit":"2-2-501","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(116, '01a21474-3c1e-7ef9-80f6-30ed04f1b242', 'unit/01a21474-3c08-7311-adbb-c5aa090ed4b0', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7311-adbb-c5aa090ed4b0","project":"harbour-court","unit":"2-2-502","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(117, '01a21474-3c1e-7a65-9b2a-5eef84e3f19c', 'unit/01a21474-3c08-7259-8bea-9ee17bd9b884', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7259-8bea-9ee17bd9b884","project":"harbour-court","unit":"2-2-503","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(118, '01a21474-3c1e-71b2-ba79-d612f6ed383e', 'unit/01a21474-3c08-7ecd-9b9a-6036aeebe19c', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7ecd-9b9a-6036aeebe19c","project":"harbour-court","unit":"2-2-601","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(119, '01a21474-3c1e-7b4c-9265-2774c50052df', 'unit/01a21474-3c08-79ed-80ad-e3b6c89b1f28', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-79ed-80ad-e3b6c89b1f28","project":"harbour-court","unit":"2-2-602","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(120, '01a21474-3c1e-77f5-91b6-ecbaebfda17a', 'unit/01a21474-3c08-724d-9466-aadf63fdec39', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-724d-9466-aadf63fdec39","project":"harbour-court","unit":"2-2-603","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(121, '01a21474-3c1e-7a7d-b843-847073f28b20', 'unit/01a21474-3c08-7d4e-a479-01805b33a657', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-7d4e-a479-01805b33a657","project":"harbour-court","unit":"2-2-701","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(122, '01a21474-3c1e-7d87-9546-a5c8205b74f7', 'unit/01a21474-3c08-76e3-8647-a45432073b23', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c08-76e3-8647-a45432073b23","project":"harbour-court","unit":"2-2-702","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(123, '01a21474-3c1e-7358-8505-43c775c2cc10', 'unit/01a21474-3c09-75a9-861a-c1d13f8bc745', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-75a9-861a-c1d13f8bc745","project":"harbour-court","unit":"2-2-703","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(124, '01a21474-3c1e-741f-a76b-9b5e0bcd9f12', 'unit/01a21474-3c09-7041-95ee-83655f285503', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7041-95ee-83655f285503","project":"harbour-court","unit":"2-2-801","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(125, '01a21474-3c1e-79c8-b201-563d74d2a0a3', 'unit/01a21474-3c09-7067-977c-cc64ab7303ff', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7067-977c-cc64ab7303ff","project":"harbour-court","unit":"2-2-802","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(126, '01a21474-3c1e-79c9-b38b-eefd32fa4ed0', 'unit/01a21474-3c09-7f72-bf13-478bff7e5fba', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7f72-bf13-478bff7e5fba","project":"harbour-court","unit":"2-2-803","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(127, '01a21474-3c1e-7fd3-a8de-784d97e4a3ae', 'unit/01a21474-3c09-74c1-a866-15ec11620562', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-74c1-a866-15ec11620562","project":"harbour-court","unit":"2-2-901","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(128, '01a21474-3c1e-7c79-abae-8db9d39fa90a', 'unit/01a21474-3c09-7a51-a906-267231091760', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7a51-a906-267231091760","project":"harbour-court","unit":"2-2-902","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(129, '01a21474-3c1e-74db-85b8-21bec12aa814', 'unit/01a21474-3c09-704a-9357-33ed83e8004d', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-704a-9357-33ed83e8004d","project":"harbour-court","unit":"2-2-903","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(130, '01a21474-3c1e-74c1-be76-80f1d3ba4a38', 'unit/01a21474-3c09-7e30-a2ee-dc389efe44bd', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7e30-a2ee-dc389efe44bd","project":"harbour-court","unit":"2-2-1001","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(131, '01a21474-3c1e-7963-b9e9-0e0297f128f3', 'unit/01a21474-3c09-76ef-ab9e-f2f55ad0337d', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-76ef-ab9e-f2f55ad0337d","project":"harbour-court","unit":"2-2-1002","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(132, '01a21474-3c1e-72ba-98b7-8f47313c8170', 'unit/01a21474-3c09-7d7f-97a3-5a3e7e3c0dd1', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7d7f-97a3-5a3e7e3c0dd1","project":"harbour-court","unit":"2-2-1003","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(133, '01a21474-3c1e-7c6b-9a76-920474ef25b0', 'unit/01a21474-3c09-785d-8201-4036f976affa', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-785d-8201-4036f976affa","project":"harbour-court","unit":"2-2-1101","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(134, '01a21474-3c1e-77bf-9d18-73f21e91b48f', 'unit/01a21474-3c09-75bd-b5be-f72add16f28c', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-75bd-b5be-f72add16f28c","project":"harbour-court","unit":"2-2-1102","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(135, '01a21474-3c1e-7e75-922c-ade78a9d6c87', 'unit/01a21474-3c09-789d-bde9-9b6f614f135b', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-789d-bde9-9b6f614f135b","project":"harbour-court","unit":"2-2-1103","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(136, '01a21474-3c1e-75d0-981a-f9cfc5162136', 'unit/01a21474-3c09-7e5f-a18e-73d11f4eff92', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7e5f-a18e-73d11f4eff92","project":"harbour-court","unit":"2-2-1201","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(137, '01a21474-3c1e-7ba1-aa1c-593c5fa7fee1', 'unit/01a21474-3c09-7b65-b431-909172cf073d', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7b65-b431-909172cf073d","project":"harbour-court","unit":"2-2-1202","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(138, '01a21474-3c1e-72c9-be46-9a8091536aec', 'unit/01a21474-3c09-7a1c-bc3d-3f75930405f0', 1, 'UnitListed', '2026-11-25 20:44:51.255684+00', 'operations-1', '00-3fea61f64bec2c823b0e1e3e870e75b7-215605b4ea2e81c9-01', '{"unitId":"01a21474-3c09-7a1c-bc3d-3f75930405f0","project":"harbour-court","unit":"2-2-1203","state":"Available"}', '{}', '2026-11-25 20:44:51.6149+00'),
	(139, '01a21474-7804-7810-9367-42944757c942', 'unit/01a21474-3c08-77d9-b453-afda2a3ff1b8', 2, 'ReservationRegistered', '2026-11-25 20:45:06.385371+00', 'consultant-1', '00-22abf3f43b8c4745d234f92607cb6c09-3ffdb3b1103b963d-01', '{"reservationId":"01a21474-75c7-7779-938f-f450519f7a3f","unitId":"01a21474-3c08-77d9-b453-afda2a3ff1b8","project":"harbour-court","unit":"2-1-1203","consultant":"consultant-1","depositReceipt":"D-1","expiresAt":"2026-11-28T20:45:06.385371Z"}', '{}', '2026-11-25 20:45:06.948614+00'),
	(140, '01a21474-7978-7cd5-932d-513510672917', 'unit/01a21474-3c08-77d9-b453-afda2a3ff1b8', 3, 'WaitRecorded', '2026-11-25 20:45:07.276849+00', 'consultant-2', '00-aea9361ba418f8f77b6ab0702bdef249-4435f02402be1eec-01', '{"reservationId":"01a21474-794c-72fd-96c1-7d57387d3340","unitId":"01a21474-3c08-77d9-b453-afda2a3ff1b8","project":"harbour-court","unit":"2-1-1203","consultant":"consultant-2","place":1}', '{}', '2026-11-25 20:45:07.320109+00'),
	(141, '01a21474-79eb-79be-9732-47ef4951c136', 'unit/01a21474-3c08-7a0b-a215-8cb8a82bccf1', 2, 'ReservationRegistered', '2026-11-25 20:45:07.426316+00', 'consultant-2', '00-f903648b11a17c57a8dcd739d3e13065-a56b2e2ff9c91a87-01', '{"reservationId":"01a21474-79e2-7056-a31e-335172e704ce","unitId":"01a21474-3c08-7a0b-a215-8cb8a82bccf1","project":"harbour-court","unit":"2-1-1103","consultant":"consultant-2","depositReceipt":"D-2","expiresAt":"2026-11-28T20:45:07.426316Z"}', '{}', '2026-11-25 20:45:07.435784+00'),
	(142, '01a21474-7a3a-73e2-a6c2-36da0cec9a42', 'unit/01a21474-3c08-73c6-a8de-00c605b07cd0', 2, 'ReservationRegistered', '2026-11-25 20:45:07.511431+00', 'consultant-1', '00-b47ee3122c917c9f6b1d64c0a156e4c4-46849d7ba984eb67-01', '{"reservationId":"01a21474-7a37-7e3a-85be-abe280b3f5bd","unitId":"01a21474-3c08-73c6-a8de-00c605b07cd0","project":"harbour-court","unit":"2-1-1003","consultant":"consultant-1","depositReceipt":"D-3","expiresAt":"2026-11-28T20:45:07.511431Z"}', '{}', '2026-11-25 20:45:07.514504+00'),
	(143, '01a21474-7bca-7f53-a5e8-22f50b5be9e6', 'unit/01a21474-3c08-73c6-a8de-00c605b07cd0', 3, 'SubscriptionSigned', '2026-11-25 20:45:07.613635+00', 'consultant-1', '00-debf80803f6dfaa88d68cf9a19cf9362-15b1f35218b557af-01', '{"subscriptionId":"01a21474-7b00-70e0-bb8b-2588658d8976","unitId":"01a21474-3c08-73c6-a8de-00c605b07cd0","project":"harbour-court","projectName":"Harbour Court","timeZone":"Asia/Shanghai","closeOfBusiness":"18:00:00","unit":"2-1-1003","building":"2","entrance":"1","room":"1003","agreementNumber":"S-1","reservationId":"01a21474-7a37-7e3a-85be-abe280b3f5bd","consultant":"consultant-1","signedAt":"2026-11-25T20:45:07.613635Z"}', '{RecordsArchive}', '2026-11-25 20:45:07.914703+00'),
	(144, '01a21474-7d15-739b-a736-2e55d5c05aa9', 'unit/01a21474-3c08-7fc8-9929-82c96b714a6a', 2, 'SubscriptionSigned', '2026-11-25 20:45:08.202932+00', 'consultant-1', '00-abeafc676d8a2532fc83594bdc66bcb1-e0cf67efc1761f8b-01', '{"subscriptionId":"01a21474-7d15-755a-b496-87ac2779bf48","unitId":"01a21474-3c08-7fc8-9929-82c96b714a6a","project":"harbour-court","projectName":"Harbour Court","timeZone":"Asia/Shanghai","closeOfBusiness":"18:00:00","unit":"2-1-903","building":"2","entrance":"1","room":"903","agreementNumber":"S-2","reservationId":null,"consultant":"consultant-1","signedAt":"2026-11-25T20:45:08.202932Z"}', '{RecordsArchive}', '2026-11-25 20:45:08.245742+00'),
	(145, '01a21474-8526-7a49-96fc-bc12e0bf830f', 'unit/01a21474-3c08-7a0b-a215-8cb8a82bccf1', 3, 'ReservationApproved', '2026-11-25 20:45:09.924631+00', 'marketing-manager-1', '00-af88ddb3d88cc8f68fdb53681baf460c-0c51518d3fdd10a1-01', '{"reservationId":"01a21474-79e2-7056-a31e-335172e704ce","unitId":"01a21474-3c08-7a0b-a215-8cb8a82bccf1","project":"harbour-court","unit":"2-1-1103","expiresAt":"2026-11-28T20:45:07.426316Z"}', '{}', '2026-11-25 20:45:10.310699+00');
INSERT INTO messaging.inbox VALUES
	('01a21473-d828-7511-acb6-927b2be8d5c3', 'Identity', 'staff/01a21473-cf05-768d-b33c-8e6778f5f5b6', 1, '2026-11-25 20:44:33.797822+00'),
	('01a21473-d828-7bb6-b256-402088128504', 'Identity', 'staff/01a21473-cad0-7792-bc36-2e5fe90b0234', 1, '2026-11-25 20:44:33.893414+00'),
	('01a21473-d828-75fd-b09b-0f191a73f75e', 'Identity', 'staff/01a21473-cd03-78a2-bfaf-0b130eb8869f', 1, '2026-11-25 20:44:33.803899+00'),
	('01a21473-d828-750e-9f31-309c370e6fbd', 'Identity', 'staff/01a21473-c20d-7e92-8371-93fb035a5370', 1, '2026-11-25 20:44:33.803859+00'),
	('01a21473-d828-7df2-aaa1-f477b6f28109', 'Identity', 'staff/01a21473-b8e9-77f3-9d9a-11dfa1c14f34', 1, '2026-11-25 20:44:33.892813+00'),
	('01a21473-d828-7538-b7bf-ee1ec8c774a3', 'Identity', 'staff/01a21473-d1f5-736d-a64e-87250c985fca', 1, '2026-11-25 20:44:33.80383+00'),
	('01a21473-d828-7814-817f-5c905006d324', 'Identity', 'staff/01a21473-bbb0-71ce-9fdd-25ea7a91cfcf', 1, '2026-11-25 20:44:33.803887+00'),
	('01a21473-d828-750e-9efe-a37e3ef7cc66', 'Identity', 'staff/01a21473-b665-7e26-b58f-4e90f83a9e10', 1, '2026-11-25 20:44:33.803874+00'),
	('01a21473-d828-7063-8353-f6795e8828c8', 'Identity', 'staff/01a21473-c928-75ef-b938-c6d1dddb3959', 1, '2026-11-25 20:44:34.226099+00'),
	('01a21473-d828-770f-b240-1533359b368d', 'Identity', 'staff/01a21473-c56b-7e1a-9fa3-5dcefb552b14', 1, '2026-11-25 20:44:34.226182+00'),
	('01a21473-d828-74c3-913a-7d88b4732c31', 'Identity', 'staff/01a21473-abaf-798d-ace0-ad8ce1e475fb', 1, '2026-11-25 20:44:34.222403+00'),
	('01a21473-d828-7c9d-aa63-d6bf9b213081', 'Identity', 'staff/01a21473-bf05-70ec-9c74-e3cd3fe1f8db', 1, '2026-11-25 20:44:34.226167+00'),
	('01a21473-d828-7d38-9958-3bbfc41e8278', 'Identity', 'staff/01a21473-c78e-72e1-8071-eea7377b3227', 1, '2026-11-25 20:44:34.226148+00'),
	('01a21473-d828-78fb-9a95-cb9c2bd0521d', 'Identity', 'staff/01a21473-b13b-7279-98e8-dfe688a0c891', 1, '2026-11-25 20:44:34.248449+00'),
	('01a21473-d828-79bb-8c9d-6067970e6a09', 'Identity', 'staff/01a21473-c0e3-7a18-96ea-300c92e8c721', 1, '2026-11-25 20:44:34.220942+00'),
	('01a21473-d828-797c-ad98-196ee42f566a', 'Identity', 'staff/01a21473-a2ad-7d80-a286-fc85f3a7f39b', 1, '2026-11-25 20:44:34.451092+00'),
	('01a21473-d828-77e3-b81b-a597168c822f', 'Identity', 'staff/01a21473-a913-7700-acb3-2e0c8ab324d5', 1, '2026-11-25 20:44:34.450623+00'),
	('01a21473-d828-7544-9d09-7d6cbd4f87ed', 'Identity', 'staff/01a21473-b397-77ab-8e5d-a0a448aa5d2c', 1, '2026-11-25 20:44:34.526485+00');
INSERT INTO messaging.inbox_streams VALUES
	('Identity', 'staff/01a21473-c20d-7e92-8371-93fb035a5370', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-cf05-768d-b33c-8e6778f5f5b6', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-bbb0-71ce-9fdd-25ea7a91cfcf', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-cd03-78a2-bfaf-0b130eb8869f', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-b665-7e26-b58f-4e90f83a9e10', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-d1f5-736d-a64e-87250c985fca', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-cad0-7792-bc36-2e5fe90b0234', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-c78e-72e1-8071-eea7377b3227', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-b8e9-77f3-9d9a-11dfa1c14f34', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-bf05-70ec-9c74-e3cd3fe1f8db', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-c56b-7e1a-9fa3-5dcefb552b14', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-b13b-7279-98e8-dfe688a0c891', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-c0e3-7a18-96ea-300c92e8c721', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-c928-75ef-b938-c6d1dddb3959', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-abaf-798d-ace0-ad8ce1e475fb', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-a913-7700-acb3-2e0c8ab324d5', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-a2ad-7d80-a286-fc85f3a7f39b', 1, 0, 0, NULL),
	('Identity', 'staff/01a21473-b397-77ab-8e5d-a0a448aa5d2c', 1, 0, 0, NULL);
INSERT INTO messaging.scripts VALUES
	('001-messaging.sql', '2026-11-25 20:43:43.814787+00');
INSERT INTO protection.scripts VALUES
	('001-protection.sql', '2026-11-25 20:43:44.241902+00');
INSERT INTO public."__EFMigrationsHistory" VALUES
	('20261124041403_InitialCreate', '10.0.15');
INSERT INTO public.projects VALUES
	('harbour-court', 'Harbour Court', 'Asia/Shanghai', '18:00:00', '2026-11-25 20:44:49.433538+00', 'operations-1');
INSERT INTO public.reservations VALUES
	('01a21474-75c7-7779-938f-f450519f7a3f', '01a21474-3c08-77d9-b453-afda2a3ff1b8', 1, 'F-1', 'D-1', 'consultant-1', '2026-11-25 20:45:06.385371+00', 'Pending', '2026-11-28 20:45:06.385371+00', NULL, NULL, NULL, NULL, '2026-11-25 20:45:06.385371+00', NULL, 'First Customer', '+8613800000001'),
	('01a21474-794c-72fd-96c1-7d57387d3340', '01a21474-3c08-77d9-b453-afda2a3ff1b8', 2, 'F-2', NULL, 'consultant-2', '2026-11-25 20:45:07.276849+00', 'Waiting', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Second Customer', '+8613800000002'),
	('01a21474-7a37-7e3a-85be-abe280b3f5bd', '01a21474-3c08-73c6-a8de-00c605b07cd0', 1, 'F-4', 'D-3', 'consultant-1', '2026-11-25 20:45:07.511431+00', 'Subscribed', '2026-11-28 20:45:07.511431+00', NULL, NULL, NULL, '2026-11-25 20:45:07.613635+00', '2026-11-25 20:45:07.511431+00', NULL, 'Third Customer', '+8613800000003'),
	('01a21474-79e2-7056-a31e-335172e704ce', '01a21474-3c08-7a0b-a215-8cb8a82bccf1', 1, 'F-3', 'D-2', 'consultant-2', '2026-11-25 20:45:07.426316+00', 'Reserved', '2026-11-28 20:45:07.426316+00', '2026-11-25 20:45:09.924631+00', 'marketing-manager-1', NULL, NULL, '2026-11-25 20:45:07.426316+00', NULL, 'Second Customer', '+8613800000002');
INSERT INTO public.subscriptions VALUES
	('01a21474-7b00-70e0-bb8b-2588658d8976', '01a21474-3c08-73c6-a8de-00c605b07cd0', 'harbour-court', 'S-1', '01a21474-7a37-7e3a-85be-abe280b3f5bd', 'consultant-1', '2026-11-25 20:45:07.613635+00', 'Third Customer', '+8613800000003'),
	('01a21474-7d15-755a-b496-87ac2779bf48', '01a21474-3c08-7fc8-9929-82c96b714a6a', 'harbour-court', 'S-2', NULL, 'consultant-1', '2026-11-25 20:45:08.202932+00', 'First Customer', '+8613800000001');
INSERT INTO public.units VALUES
	('01a21474-3ab8-713c-86ee-8d08bd3fd925', 'harbour-court', '1-1-S01', '1', '1', 1, 'S01', 'Shop', 50.5, 44.5, 2050000, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3bf9-7905-84ec-abf0a3def5b1', 'harbour-court', '1-1-S02', '1', '1', 1, 'S02', 'Shop', 55.5, 49, 2300000, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-74f0-8f11-918084cb10ee', 'harbour-court', '1-1-202', '1', '1', 2, '202', 'Home', 117.25, 91.45, 2497425, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7515-bd7c-f22528ebcb26', 'harbour-court', '1-1-402', '1', '1', 4, '402', 'Home', 117.25, 91.45, 2532600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-76d0-a618-fb0feb61f6c1', 'harbour-court', '1-1-403', '1', '1', 4, '403', 'Home', 143, 111.54, 3088800, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7721-ba34-917e8aa17c06', 'harbour-court', '1-1-203', '1', '1', 2, '203', 'Home', 143, 111.54, 3045900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-776e-be8f-0aee61fd654f', 'harbour-court', '1-1-302', '1', '1', 3, '302', 'Home', 117.25, 91.45, 2515012, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-77a3-856e-8e288490a207', 'harbour-court', '1-1-503', '1', '1', 5, '503', 'Home', 143, 111.54, 3110250, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-77e9-b784-ef7936b1803f', 'harbour-court', '1-1-301', '1', '1', 3, '301', 'Home', 89.5, 69.81, 1919775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-78fc-aeef-2bff6dc7aa65', 'harbour-court', '1-1-303', '1', '1', 3, '303', 'Home', 143, 111.54, 3067350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7a15-9bcc-e424409734b5', 'harbour-court', '1-1-501', '1', '1', 5, '501', 'Home', 89.5, 69.81, 1946625, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7b46-9425-836ee4b4bbd1', 'harbour-court', '1-1-502', '1', '1', 5, '502', 'Home', 117.25, 91.45, 2550187, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7e5d-88d6-b36b3466cfe6', 'harbour-court', '1-1-201', '1', '1', 2, '201', 'Home', 89.5, 69.81, 1906350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7ef1-b686-2adcc4aa12ff', 'harbour-court', '1-1-401', '1', '1', 4, '401', 'Home', 89.5, 69.81, 1933200, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c06-7fef-9bd2-4139dffbed89', 'harbour-court', '1-1-S03', '1', '1', 1, 'S03', 'Shop', 60.5, 53.5, 2550000, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-700a-a8cd-5bfef70f8abf', 'harbour-court', '1-2-302', '1', '2', 3, '302', 'Home', 117.25, 91.45, 2515012, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-704d-98b8-e2b144cb49d2', 'harbour-court', '1-2-902', '1', '2', 9, '902', 'Home', 117.25, 91.45, 2620537, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7112-9f7b-cf8e228f3045', 'harbour-court', '1-1-1201', '1', '1', 12, '1201', 'Home', 89.5, 69.81, 2040600, 'Withheld', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7191-8d23-7887f74b854e', 'harbour-court', '1-1-603', '1', '1', 6, '603', 'Home', 143, 111.54, 3131700, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7211-aea5-f0ff48666fb3', 'harbour-court', '1-2-701', '1', '2', 7, '701', 'Home', 89.5, 69.81, 1973475, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-722d-b476-30b5bf24a47f', 'harbour-court', '1-1-1203', '1', '1', 12, '1203', 'Home', 143, 111.54, 3260400, 'Withheld', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-72bd-ba3d-8c8ceabaad54', 'harbour-court', '1-2-301', '1', '2', 3, '301', 'Home', 89.5, 69.81, 1919775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7340-b497-c31ca869de13', 'harbour-court', '1-1-803', '1', '1', 8, '803', 'Home', 143, 111.54, 3174600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-736b-aa73-94d5c41a5655', 'harbour-court', '1-2-203', '1', '2', 2, '203', 'Home', 143, 111.54, 3045900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-73b5-b338-cbd7acef3144', 'harbour-court', '1-2-1002', '1', '2', 10, '1002', 'Home', 117.25, 91.45, 2638125, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7433-b661-6ec77f7a6e0f', 'harbour-court', '1-2-501', '1', '2', 5, '501', 'Home', 89.5, 69.81, 1946625, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7489-a4b9-e318c8470d02', 'harbour-court', '1-1-1202', '1', '1', 12, '1202', 'Home', 117.25, 91.45, 2673300, 'Withheld', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7596-a563-11baafd62b65', 'harbour-court', '1-2-901', '1', '2', 9, '901', 'Home', 89.5, 69.81, 2000325, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7599-9413-af01dfccb3d6', 'harbour-court', '1-2-402', '1', '2', 4, '402', 'Home', 117.25, 91.45, 2532600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-75ca-b5cd-f686095404e9', 'harbour-court', '1-2-303', '1', '2', 3, '303', 'Home', 143, 111.54, 3067350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-761d-a588-f3e6d5c4f350', 'harbour-court', '1-2-802', '1', '2', 8, '802', 'Home', 117.25, 91.45, 2602950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7641-a32e-fc934999f0c1', 'harbour-court', '1-2-1003', '1', '2', 10, '1003', 'Home', 143, 111.54, 3217500, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7644-92e2-96e150bfbb68', 'harbour-court', '1-1-1001', '1', '1', 10, '1001', 'Home', 89.5, 69.81, 2013750, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-76ae-ab7f-2c74c30c2f5a', 'harbour-court', '1-2-1101', '1', '2', 11, '1101', 'Home', 89.5, 69.81, 2027175, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7700-87cf-3f85dd4911e1', 'harbour-court', '1-1-902', '1', '1', 9, '902', 'Home', 117.25, 91.45, 2620537, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7752-ba60-2109e54d3be9', 'harbour-court', '1-2-403', '1', '2', 4, '403', 'Home', 143, 111.54, 3088800, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7792-a0a9-41fb21927beb', 'harbour-court', '1-2-201', '1', '2', 2, '201', 'Home', 89.5, 69.81, 1906350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-77ca-a2f9-a146318cbec6', 'harbour-court', '1-1-601', '1', '1', 6, '601', 'Home', 89.5, 69.81, 1960050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-77dc-bf5d-97079f950c43', 'harbour-court', '1-2-401', '1', '2', 4, '401', 'Home', 89.5, 69.81, 1933200, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7859-b97a-d23ac18919c9', 'harbour-court', '1-1-802', '1', '1', 8, '802', 'Home', 117.25, 91.45, 2602950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-788d-9a23-6256eadfae6f', 'harbour-court', '1-1-701', '1', '1', 7, '701', 'Home', 89.5, 69.81, 1973475, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-78ba-9903-1f47c7190db8', 'harbour-court', '1-2-202', '1', '2', 2, '202', 'Home', 117.25, 91.45, 2497425, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-78d3-a613-b909640fa834', 'harbour-court', '1-2-702', '1', '2', 7, '702', 'Home', 117.25, 91.45, 2585362, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-78f9-a473-24c7e2c9a35c', 'harbour-court', '1-1-1003', '1', '1', 10, '1003', 'Home', 143, 111.54, 3217500, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7954-a802-a1c10bd01b21', 'harbour-court', '1-1-901', '1', '1', 9, '901', 'Home', 89.5, 69.81, 2000325, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7a02-8a1d-e8198ef04713', 'harbour-court', '1-1-702', '1', '1', 7, '702', 'Home', 117.25, 91.45, 2585362, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7a26-84d1-91807a68457a', 'harbour-court', '1-1-703', '1', '1', 7, '703', 'Home', 143, 111.54, 3153150, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7a29-8371-34043b4038d3', 'harbour-court', '1-1-1102', '1', '1', 11, '1102', 'Home', 117.25, 91.45, 2655712, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7a32-8d03-27e638eb6cb8', 'harbour-court', '1-2-1102', '1', '2', 11, '1102', 'Home', 117.25, 91.45, 2655712, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7a61-be61-9e437bfa3eac', 'harbour-court', '1-1-1101', '1', '1', 11, '1101', 'Home', 89.5, 69.81, 2027175, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7a86-80c7-0302ad2dbcc7', 'harbour-court', '1-1-801', '1', '1', 8, '801', 'Home', 89.5, 69.81, 1986900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7af3-a7d7-b65a0fafbcba', 'harbour-court', '1-2-703', '1', '2', 7, '703', 'Home', 143, 111.54, 3153150, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7b80-8553-c4d6d1726559', 'harbour-court', '1-2-803', '1', '2', 8, '803', 'Home', 143, 111.54, 3174600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7be8-b3d4-35de2dd0a124', 'harbour-court', '1-2-602', '1', '2', 6, '602', 'Home', 117.25, 91.45, 2567775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7c35-9d9d-78777b35cba2', 'harbour-court', '1-1-903', '1', '1', 9, '903', 'Home', 143, 111.54, 3196050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7cd5-94a0-eaa2b0dcaa4c', 'harbour-court', '1-1-1103', '1', '1', 11, '1103', 'Home', 143, 111.54, 3238950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7ceb-ba84-4664a16a4fb3', 'harbour-court', '1-2-503', '1', '2', 5, '503', 'Home', 143, 111.54, 3110250, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7d81-a6c7-09f3b6f4fb04', 'harbour-court', '1-2-502', '1', '2', 5, '502', 'Home', 117.25, 91.45, 2550187, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7e14-aff6-21afce35c7e6', 'harbour-court', '1-2-801', '1', '2', 8, '801', 'Home', 89.5, 69.81, 1986900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7e15-b040-ab5fb04912f6', 'harbour-court', '1-2-601', '1', '2', 6, '601', 'Home', 89.5, 69.81, 1960050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7e1d-aab6-1f441411e827', 'harbour-court', '1-2-603', '1', '2', 6, '603', 'Home', 143, 111.54, 3131700, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7e37-ad4c-669e9d37c5cb', 'harbour-court', '1-1-1002', '1', '1', 10, '1002', 'Home', 117.25, 91.45, 2638125, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7e40-9cd8-85952b0897a2', 'harbour-court', '1-1-602', '1', '1', 6, '602', 'Home', 117.25, 91.45, 2567775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7e8d-a55d-c143376e34e8', 'harbour-court', '1-2-1001', '1', '2', 10, '1001', 'Home', 89.5, 69.81, 2013750, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c07-7ff6-bfb4-3a78f541f0c5', 'harbour-court', '1-2-903', '1', '2', 9, '903', 'Home', 143, 111.54, 3196050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7037-afb8-2377651cfcff', 'harbour-court', '2-1-801', '2', '1', 8, '801', 'Home', 89.5, 69.81, 1986900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-706b-9b5b-32f59342a453', 'harbour-court', '2-1-603', '2', '1', 6, '603', 'Home', 143, 111.54, 3131700, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7087-805d-b55a10202102', 'harbour-court', '2-1-203', '2', '1', 2, '203', 'Home', 143, 111.54, 3045900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-709f-9db9-97e4a4b478fc', 'harbour-court', '1-2-1201', '1', '2', 12, '1201', 'Home', 89.5, 69.81, 2040600, 'Withheld', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-70a2-8789-42b1507a5609', 'harbour-court', '2-1-302', '2', '1', 3, '302', 'Home', 117.25, 91.45, 2515012, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-711e-9317-a4f61b77bad3', 'harbour-court', '2-1-402', '2', '1', 4, '402', 'Home', 117.25, 91.45, 2532600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7139-9e8e-fbd8e3ac57fd', 'harbour-court', '2-1-802', '2', '1', 8, '802', 'Home', 117.25, 91.45, 2602950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-71b6-8021-85b1d947d0fd', 'harbour-court', '2-1-403', '2', '1', 4, '403', 'Home', 143, 111.54, 3088800, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-720c-9d93-4634f89c4c82', 'harbour-court', '2-1-1101', '2', '1', 11, '1101', 'Home', 89.5, 69.81, 2027175, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-724d-9466-aadf63fdec39', 'harbour-court', '2-2-603', '2', '2', 6, '603', 'Home', 143, 111.54, 3131700, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7259-8bea-9ee17bd9b884', 'harbour-court', '2-2-503', '2', '2', 5, '503', 'Home', 143, 111.54, 3110250, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-72b8-9c30-8c8b3d798c9f', 'harbour-court', '2-2-501', '2', '2', 5, '501', 'Home', 89.5, 69.81, 1946625, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7311-adbb-c5aa090ed4b0', 'harbour-court', '2-2-502', '2', '2', 5, '502', 'Home', 117.25, 91.45, 2550187, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-732e-9c5c-2e8ac3c6ab08', 'harbour-court', '2-2-202', '2', '2', 2, '202', 'Home', 117.25, 91.45, 2497425, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7366-9a5e-b348aace656f', 'harbour-court', '2-1-702', '2', '1', 7, '702', 'Home', 117.25, 91.45, 2585362, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7454-82cb-daa166e3e98b', 'harbour-court', '2-1-S01', '2', '1', 1, 'S01', 'Shop', 50.5, 44.5, 2050000, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7469-a42e-b4118a536709', 'harbour-court', '2-1-401', '2', '1', 4, '401', 'Home', 89.5, 69.81, 1933200, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-74ae-88b7-f7bb9c2f37d4', 'harbour-court', '2-1-503', '2', '1', 5, '503', 'Home', 143, 111.54, 3110250, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-756c-82ab-054190caac3c', 'harbour-court', '1-2-1103', '1', '2', 11, '1103', 'Home', 143, 111.54, 3238950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7577-8a0f-2465c2919ef6', 'harbour-court', '2-1-301', '2', '1', 3, '301', 'Home', 89.5, 69.81, 1919775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-76bc-bd8a-a39353e43057', 'harbour-court', '2-1-501', '2', '1', 5, '501', 'Home', 89.5, 69.81, 1946625, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-76e3-8647-a45432073b23', 'harbour-court', '2-2-702', '2', '2', 7, '702', 'Home', 117.25, 91.45, 2585362, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7727-9c68-42fb4340c1a7', 'harbour-court', '2-1-601', '2', '1', 6, '601', 'Home', 89.5, 69.81, 1960050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7793-b325-676657fea301', 'harbour-court', '2-1-S02', '2', '1', 1, 'S02', 'Shop', 55.5, 49, 2300000, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-77a3-98e7-e19d397dc301', 'harbour-court', '2-1-901', '2', '1', 9, '901', 'Home', 89.5, 69.81, 2000325, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7833-b7d4-742a08e7044b', 'harbour-court', '2-2-203', '2', '2', 2, '203', 'Home', 143, 111.54, 3045900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-788b-8696-094735a2f8d0', 'harbour-court', '2-2-302', '2', '2', 3, '302', 'Home', 117.25, 91.45, 2515012, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-789d-b7d8-86dd05581ff3', 'harbour-court', '2-1-701', '2', '1', 7, '701', 'Home', 89.5, 69.81, 1973475, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-78dd-8aaf-5c11beb08ebe', 'harbour-court', '2-1-602', '2', '1', 6, '602', 'Home', 117.25, 91.45, 2567775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7944-937d-17c6f89b8d49', 'harbour-court', '2-1-502', '2', '1', 5, '502', 'Home', 117.25, 91.45, 2550187, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7945-87df-4c3b04acc773', 'harbour-court', '2-2-303', '2', '2', 3, '303', 'Home', 143, 111.54, 3067350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-79ba-a9c4-500095dc2d19', 'harbour-court', '2-1-1201', '2', '1', 12, '1201', 'Home', 89.5, 69.81, 2040600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-79ed-80ad-e3b6c89b1f28', 'harbour-court', '2-2-602', '2', '2', 6, '602', 'Home', 117.25, 91.45, 2567775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7a43-afc9-ca64997fd61a', 'harbour-court', '2-2-403', '2', '2', 4, '403', 'Home', 143, 111.54, 3088800, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7a4b-8388-949b6f91a088', 'harbour-court', '2-1-S03', '2', '1', 1, 'S03', 'Shop', 60.5, 53.5, 2550000, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7ac3-a26f-553dc7a4fec1', 'harbour-court', '2-1-1202', '2', '1', 12, '1202', 'Home', 117.25, 91.45, 2673300, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7b30-9279-9208a2438b88', 'harbour-court', '2-1-303', '2', '1', 3, '303', 'Home', 143, 111.54, 3067350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7b4a-b2b0-3592dda146b4', 'harbour-court', '1-2-1203', '1', '2', 12, '1203', 'Home', 143, 111.54, 3260400, 'Withheld', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7b6b-8414-42c3282a29ee', 'harbour-court', '2-2-401', '2', '2', 4, '401', 'Home', 89.5, 69.81, 1933200, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7b7b-867b-02b6a97184ed', 'harbour-court', '2-1-703', '2', '1', 7, '703', 'Home', 143, 111.54, 3153150, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7c4d-8050-a2210fa5be38', 'harbour-court', '2-1-902', '2', '1', 9, '902', 'Home', 117.25, 91.45, 2620537, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7cb8-80db-67e1ad7d9dfa', 'harbour-court', '2-1-1001', '2', '1', 10, '1001', 'Home', 89.5, 69.81, 2013750, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7cbe-9565-c77118252546', 'harbour-court', '2-1-1002', '2', '1', 10, '1002', 'Home', 117.25, 91.45, 2638125, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7cd7-85a8-944c5bd01ff2', 'harbour-court', '1-2-1202', '1', '2', 12, '1202', 'Home', 117.25, 91.45, 2673300, 'Withheld', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7d4e-a479-01805b33a657', 'harbour-court', '2-2-701', '2', '2', 7, '701', 'Home', 89.5, 69.81, 1973475, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7d9e-a66a-116fb4ba6313', 'harbour-court', '2-1-803', '2', '1', 8, '803', 'Home', 143, 111.54, 3174600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7df7-8063-a8f8be594222', 'harbour-court', '2-2-402', '2', '2', 4, '402', 'Home', 117.25, 91.45, 2532600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7a0b-a215-8cb8a82bccf1', 'harbour-court', '2-1-1103', '2', '1', 11, '1103', 'Home', 143, 111.54, 3238950, 'Reserved', '2026-11-25 20:45:09.924631+00', 1, 3),
	('01a21474-3c08-73c6-a8de-00c605b07cd0', 'harbour-court', '2-1-1003', '2', '1', 10, '1003', 'Home', 143, 111.54, 3217500, 'Subscribed', '2026-11-25 20:45:07.613635+00', 1, 3),
	('01a21474-3c08-7e6a-8ef9-382f1a95baed', 'harbour-court', '2-2-301', '2', '2', 3, '301', 'Home', 89.5, 69.81, 1919775, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7e90-9849-c9946eccc6a8', 'harbour-court', '2-1-201', '2', '1', 2, '201', 'Home', 89.5, 69.81, 1906350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7ecd-9b9a-6036aeebe19c', 'harbour-court', '2-2-601', '2', '2', 6, '601', 'Home', 89.5, 69.81, 1960050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7f28-b967-092ced52077f', 'harbour-court', '2-1-1102', '2', '1', 11, '1102', 'Home', 117.25, 91.45, 2655712, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7fbb-ae0e-33c9fa453a35', 'harbour-court', '2-2-201', '2', '2', 2, '201', 'Home', 89.5, 69.81, 1906350, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-7ffc-8f0c-30f5eb0d618e', 'harbour-court', '2-1-202', '2', '1', 2, '202', 'Home', 117.25, 91.45, 2497425, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7041-95ee-83655f285503', 'harbour-court', '2-2-801', '2', '2', 8, '801', 'Home', 89.5, 69.81, 1986900, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-704a-9357-33ed83e8004d', 'harbour-court', '2-2-903', '2', '2', 9, '903', 'Home', 143, 111.54, 3196050, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7067-977c-cc64ab7303ff', 'harbour-court', '2-2-802', '2', '2', 8, '802', 'Home', 117.25, 91.45, 2602950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-74c1-a866-15ec11620562', 'harbour-court', '2-2-901', '2', '2', 9, '901', 'Home', 89.5, 69.81, 2000325, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-75a9-861a-c1d13f8bc745', 'harbour-court', '2-2-703', '2', '2', 7, '703', 'Home', 143, 111.54, 3153150, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-75bd-b5be-f72add16f28c', 'harbour-court', '2-2-1102', '2', '2', 11, '1102', 'Home', 117.25, 91.45, 2655712, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-76ef-ab9e-f2f55ad0337d', 'harbour-court', '2-2-1002', '2', '2', 10, '1002', 'Home', 117.25, 91.45, 2638125, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-785d-8201-4036f976affa', 'harbour-court', '2-2-1101', '2', '2', 11, '1101', 'Home', 89.5, 69.81, 2027175, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-789d-bde9-9b6f614f135b', 'harbour-court', '2-2-1103', '2', '2', 11, '1103', 'Home', 143, 111.54, 3238950, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7a1c-bc3d-3f75930405f0', 'harbour-court', '2-2-1203', '2', '2', 12, '1203', 'Home', 143, 111.54, 3260400, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7a51-a906-267231091760', 'harbour-court', '2-2-902', '2', '2', 9, '902', 'Home', 117.25, 91.45, 2620537, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7b65-b431-909172cf073d', 'harbour-court', '2-2-1202', '2', '2', 12, '1202', 'Home', 117.25, 91.45, 2673300, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7d7f-97a3-5a3e7e3c0dd1', 'harbour-court', '2-2-1003', '2', '2', 10, '1003', 'Home', 143, 111.54, 3217500, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7e30-a2ee-dc389efe44bd', 'harbour-court', '2-2-1001', '2', '2', 10, '1001', 'Home', 89.5, 69.81, 2013750, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7e5f-a18e-73d11f4eff92', 'harbour-court', '2-2-1201', '2', '2', 12, '1201', 'Home', 89.5, 69.81, 2040600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c09-7f72-bf13-478bff7e5fba', 'harbour-court', '2-2-803', '2', '2', 8, '803', 'Home', 143, 111.54, 3174600, 'Available', '2026-11-25 20:44:51.255684+00', 0, 1),
	('01a21474-3c08-77d9-b453-afda2a3ff1b8', 'harbour-court', '2-1-1203', '2', '1', 12, '1203', 'Home', 143, 111.54, 3260400, 'Pending', '2026-11-25 20:45:06.385371+00', 2, 3),
	('01a21474-3c08-7fc8-9929-82c96b714a6a', 'harbour-court', '2-1-903', '2', '1', 9, '903', 'Home', 143, 111.54, 3196050, 'Subscribed', '2026-11-25 20:45:08.202932+00', 0, 2);
INSERT INTO registers.entries VALUES
	('approvals', 'harbour-court', 1, '2026-11-25 20:45:10.165262+00', 'marketing-manager-1', '{"at":"2026-11-25T20:45:10.165262Z","by":"marketing-manager-1","entry":{"asked":{"at":"2026-11-25T20:45:07Z","by":"consultant-2","for":"consultant-2"},"decision":"agreed","department":"project-sales-group","kind":"reservation","rule":"RES-2","standsInFor":null,"state":"granted","subject":"/api/sales/reservations/01a21474-79e2-7056-a31e-335172e704ce","what":"Reservation of 2-1-1103 with receipt D-2"},"personal":{},"previous":"0000000000000000000000000000000000000000000000000000000000000000","register":"approvals","sequence":1,"site":"harbour-court"}', '0000000000000000000000000000000000000000000000000000000000000000', '50c51d0adbcf5f9ea60213f2edee87cf8bb616f402858649bb0a22474d15ce8b');
INSERT INTO registers.heads VALUES
	('approvals', 'harbour-court', 1, '50c51d0adbcf5f9ea60213f2edee87cf8bb616f402858649bb0a22474d15ce8b', '2026-11-25 20:45:10.165262+00');
INSERT INTO registers.scripts VALUES
	('001-registers.sql', '2026-11-25 20:43:44.184806+00'),
	('002-personal-fields-under-the-key-ring.sql', '2026-11-25 20:43:44.22177+00');
INSERT INTO staff.scripts VALUES
	('001-staff.sql', '2026-11-25 20:43:44.347236+00');
INSERT INTO tasks.entries OVERRIDING SYSTEM VALUE VALUES
	(1, '01a21474-774d-7dd9-9d80-dee9b3af1dd0', 'approve/01a21474-75c7-7779-938f-f450519f7a3f', NULL, 'marketing-manager', NULL, 'harbour-court', 'Approve or refuse the reservation of 2-1-1203', 'RES-2', '/api/sales/reservations/01a21474-75c7-7779-938f-f450519f7a3f', true, '2026-11-25 20:45:06.385371+00', '2026-11-28 20:45:06.385371+00', NULL, NULL),
	(3, '01a21474-7a39-7c91-b76b-ba5bbdc29f4c', 'approve/01a21474-7a37-7e3a-85be-abe280b3f5bd', NULL, 'marketing-manager', NULL, 'harbour-court', 'Approve or refuse the reservation of 2-1-1003', 'RES-2', '/api/sales/reservations/01a21474-7a37-7e3a-85be-abe280b3f5bd', true, '2026-11-25 20:45:07.511431+00', '2026-11-28 20:45:07.511431+00', '2026-11-25 20:45:07.613635+00', 'consultant-1'),
	(2, '01a21474-79e8-7d95-88ae-295027986b65', 'approve/01a21474-79e2-7056-a31e-335172e704ce', NULL, 'marketing-manager', NULL, 'harbour-court', 'Approve or refuse the reservation of 2-1-1103', 'RES-2', '/api/sales/reservations/01a21474-79e2-7056-a31e-335172e704ce', true, '2026-11-25 20:45:07.426316+00', '2026-11-28 20:45:07.426316+00', '2026-11-25 20:45:09.924631+00', 'marketing-manager-1'),
	(4, '01a21474-851f-73c3-80fd-3bedfbda0e1a', 'approved/01a21474-79e2-7056-a31e-335172e704ce', NULL, 'sales-assistant', NULL, 'harbour-court', '2-1-1103 is reserved: note it on the board 销控表', 'RES-2', '/api/sales/reservations/01a21474-79e2-7056-a31e-335172e704ce', false, '2026-11-25 20:45:09.924631+00', NULL, NULL, NULL),
	(5, '01a21474-851f-71b1-961f-798ec5e036bd', 'approved/01a21474-79e2-7056-a31e-335172e704ce', 'consultant-2', NULL, NULL, 'harbour-court', 'The reservation of 2-1-1103 is approved', 'RES-2', '/api/sales/reservations/01a21474-79e2-7056-a31e-335172e704ce', false, '2026-11-25 20:45:09.924631+00', NULL, NULL, NULL);
INSERT INTO tasks.scripts VALUES
	('001-tasks.sql', '2026-11-25 20:43:44.109017+00');
SELECT pg_catalog.setval('calendar.years_version_seq', 3, true);
SELECT pg_catalog.setval('deadlines.firings_seq_seq', 1, false);
SELECT pg_catalog.setval('deadlines.recalculations_id_seq', 1, false);
SELECT pg_catalog.setval('messaging.deliveries_id_seq', 2, true);
SELECT pg_catalog.setval('messaging.events_seq_seq', 145, true);
SELECT pg_catalog.setval('tasks.entries_number_seq', 5, true);
ALTER TABLE ONLY approvals.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (request, by);
ALTER TABLE ONLY approvals.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY approvals.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY calendar.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY calendar.years
    ADD CONSTRAINT years_pkey PRIMARY KEY (version);
ALTER TABLE ONLY clock.replicas
    ADD CONSTRAINT replicas_pkey PRIMARY KEY (instance);
ALTER TABLE ONLY clock.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY clock.simulated
    ADD CONSTRAINT simulated_pkey PRIMARY KEY (one);
ALTER TABLE ONLY commands.answers
    ADD CONSTRAINT answers_pkey PRIMARY KEY (key, actor, route);
ALTER TABLE ONLY commands.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY deadlines.deadlines
    ADD CONSTRAINT deadlines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY deadlines.firings
    ADD CONSTRAINT firings_pkey PRIMARY KEY (deadline, round, mark_number);
ALTER TABLE ONLY deadlines.firings
    ADD CONSTRAINT firings_seq_key UNIQUE (seq);
ALTER TABLE ONLY deadlines.recalculations
    ADD CONSTRAINT recalculations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY deadlines.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY messaging.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (event_id, subscriber);
ALTER TABLE ONLY messaging.delivery_streams
    ADD CONSTRAINT delivery_streams_pkey PRIMARY KEY (stream, subscriber);
ALTER TABLE ONLY messaging.events
    ADD CONSTRAINT events_id_key UNIQUE (id);
ALTER TABLE ONLY messaging.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY messaging.events
    ADD CONSTRAINT events_stream_version_key UNIQUE (stream, version);
ALTER TABLE ONLY messaging.failed
    ADD CONSTRAINT failed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY messaging.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY messaging.inbox_streams
    ADD CONSTRAINT inbox_streams_pkey PRIMARY KEY (producer, stream);
ALTER TABLE ONLY messaging.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (producer, stream, sequence);
ALTER TABLE ONLY messaging.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY protection.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (name, master);
ALTER TABLE ONLY protection.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT one_holder_a_unit EXCLUDE USING btree (unit_id WITH =) WHERE ((state = ANY (ARRAY['Pending'::text, 'Reserved'::text, 'Offered'::text]))) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT pk___ef_migrations_history PRIMARY KEY (migration_id);
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT pk_projects PRIMARY KEY (code);
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT pk_reservations PRIMARY KEY (id);
ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT pk_subscriptions PRIMARY KEY (id);
ALTER TABLE ONLY public.units
    ADD CONSTRAINT pk_units PRIMARY KEY (id);
ALTER TABLE ONLY registers.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (register, site, sequence);
ALTER TABLE ONLY registers.heads
    ADD CONSTRAINT heads_pkey PRIMARY KEY (register, site);
ALTER TABLE ONLY registers.personal
    ADD CONSTRAINT personal_pkey PRIMARY KEY (register, site, sequence, field);
ALTER TABLE ONLY registers.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY staff.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (number);
ALTER TABLE ONLY staff.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
ALTER TABLE ONLY tasks.entries
    ADD CONSTRAINT entries_number_key UNIQUE (number);
ALTER TABLE ONLY tasks.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY tasks.reads
    ADD CONSTRAINT reads_pkey PRIMARY KEY (entry, person);
ALTER TABLE ONLY tasks.scripts
    ADD CONSTRAINT scripts_pkey PRIMARY KEY (name);
CREATE UNIQUE INDEX requests_open ON approvals.requests USING btree (key) WHERE (state = 'open'::text);
CREATE INDEX requests_site ON approvals.requests USING btree (site, id) WHERE (state = 'open'::text);
CREATE INDEX years_year ON calendar.years USING btree (year, version DESC);
CREATE INDEX answers_answered_at ON commands.answers USING btree (answered_at);
CREATE INDEX deadlines_calendar ON deadlines.deadlines USING btree (calendar_version) WHERE ((met_at IS NULL) AND (cancelled_at IS NULL) AND (breached_at IS NULL) AND (calendar_version IS NOT NULL));
CREATE INDEX deadlines_failed ON deadlines.deadlines USING btree (failed_at) WHERE (attempts > 0);
CREATE INDEX deadlines_key ON deadlines.deadlines USING btree (key, id DESC);
CREATE INDEX deadlines_next ON deadlines.deadlines USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE UNIQUE INDEX deadlines_open_key ON deadlines.deadlines USING btree (key) WHERE ((met_at IS NULL) AND (cancelled_at IS NULL));
CREATE INDEX deliveries_created ON messaging.deliveries USING brin (created_at);
CREATE UNIQUE INDEX deliveries_pending ON messaging.deliveries USING btree (id) WHERE (state = 'pending'::text);
CREATE UNIQUE INDEX deliveries_pending_stream ON messaging.deliveries USING btree (subscriber, stream, sequence) WHERE (state = 'pending'::text);
CREATE INDEX failed_event ON messaging.failed USING btree (event_id);
CREATE INDEX failed_open ON messaging.failed USING btree (failed_at) WHERE (state = 'failed'::text);
CREATE UNIQUE INDEX failed_open_message ON messaging.failed USING btree (producer, stream, sequence) WHERE (state = 'failed'::text);
CREATE INDEX inbox_handled ON messaging.inbox USING brin (handled_at);
CREATE INDEX inbox_streams_parked ON messaging.inbox_streams USING btree (producer, stream) WHERE (parked > 0);
CREATE INDEX parked_event ON messaging.parked USING btree (event_id);
CREATE UNIQUE INDEX ix_reservations_deposit_receipt ON public.reservations USING btree (deposit_receipt) WHERE (state = ANY (ARRAY['Pending'::text, 'Reserved'::text]));
CREATE UNIQUE INDEX ix_reservations_unit_id_number ON public.reservations USING btree (unit_id, number);
CREATE UNIQUE INDEX ix_subscriptions_project_agreement_number ON public.subscriptions USING btree (project, agreement_number);
CREATE UNIQUE INDEX ix_subscriptions_unit_id ON public.subscriptions USING btree (unit_id);
CREATE UNIQUE INDEX ix_units_project_code ON public.units USING btree (project, code);
CREATE INDEX members_barred ON staff.members USING btree (number) WHERE (barred IS NOT NULL);
CREATE INDEX entries_department ON tasks.entries USING btree (department, number) WHERE (department IS NOT NULL);
CREATE UNIQUE INDEX entries_key ON tasks.entries USING btree (key, COALESCE(person, ''::text), COALESCE(post, ''::text), COALESCE(department, ''::text));
CREATE INDEX entries_person ON tasks.entries USING btree (person, number) WHERE (person IS NOT NULL);
CREATE INDEX entries_post ON tasks.entries USING btree (post, number) WHERE (post IS NOT NULL);
CREATE TRIGGER forward_only BEFORE UPDATE ON clock.simulated FOR EACH ROW WHEN ((new.offset_us < old.offset_us)) EXECUTE FUNCTION clock.forward_only();
CREATE TRIGGER firings_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON deadlines.firings FOR EACH STATEMENT EXECUTE FUNCTION deadlines.append_only();
CREATE TRIGGER recalculations_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON deadlines.recalculations FOR EACH STATEMENT EXECUTE FUNCTION deadlines.append_only();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON messaging.events FOR EACH STATEMENT EXECUTE FUNCTION messaging.refuse_change();
CREATE TRIGGER entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON registers.entries FOR EACH STATEMENT EXECUTE FUNCTION registers.append_only();
CREATE TRIGGER head_forward BEFORE DELETE OR UPDATE ON registers.heads FOR EACH ROW EXECUTE FUNCTION registers.head_forward();
CREATE TRIGGER head_kept BEFORE TRUNCATE ON registers.heads FOR EACH STATEMENT EXECUTE FUNCTION registers.append_only();
ALTER TABLE ONLY approvals.decisions
    ADD CONSTRAINT decisions_request_fkey FOREIGN KEY (request) REFERENCES approvals.requests(id);
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT fk_reservations_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT fk_subscriptions_units_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.units
    ADD CONSTRAINT fk_units_projects_project FOREIGN KEY (project) REFERENCES public.projects(code) ON DELETE CASCADE;
ALTER TABLE ONLY registers.personal
    ADD CONSTRAINT personal_register_site_sequence_fkey FOREIGN KEY (register, site, sequence) REFERENCES registers.entries(register, site, sequence);
ALTER TABLE ONLY tasks.reads
    ADD CONSTRAINT reads_entry_fkey FOREIGN KEY (entry) REFERENCES tasks.entries(id);
