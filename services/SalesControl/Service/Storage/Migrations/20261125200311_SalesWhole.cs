using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SalesWhole : Migration
    {
        /// <summary>What an installation has from before: its customers, prices, deposits and holders, as far as they were kept.</summary>
        private const string BeforeThisVersion = """
            INSERT INTO customers (id, project, name, phone, created_at, created_by)
            SELECT DISTINCT ON (project, phone) gen_random_uuid(), project, name, phone, at, by FROM (
                SELECT u.project, r.customer_name AS name, r.customer_phone AS phone, r.registered_at AS at, r.consultant AS by FROM reservations r JOIN units u ON u.id = r.unit_id
                UNION ALL SELECT s.project, s.customer_name, s.customer_phone, s.signed_at, s.consultant FROM subscriptions s) forms
            ORDER BY project, phone, at;

            UPDATE reservations r SET customer_id = c.id FROM units u, customers c WHERE u.id = r.unit_id AND c.project = u.project AND c.phone = r.customer_phone;

            INSERT INTO buyers (id, subscription_id, customer_id, share, since)
            SELECT gen_random_uuid(), s.id, c.id, 100, s.signed_at FROM subscriptions s JOIN customers c ON c.project = s.project AND c.phone = s.customer_phone;

            -- The amount was not kept then: nothing, and so no movement.
            INSERT INTO deposits (id, project, receipt, amount, customer_id, reservation_id, state, taken_at, taken_by, ended_at, subscription_id)
            SELECT DISTINCT ON (u.project, r.deposit_receipt) gen_random_uuid(), u.project, r.deposit_receipt, 0, r.customer_id, r.id, CASE WHEN s.id IS NULL THEN 'Held' ELSE 'CarriedOver' END, r.registered_at, r.consultant, s.signed_at, s.id
            FROM reservations r JOIN units u ON u.id = r.unit_id LEFT JOIN subscriptions s ON s.reservation_id = r.id WHERE r.deposit_receipt IS NOT NULL
            ORDER BY u.project, r.deposit_receipt, r.registered_at DESC;

            -- The prices of the list of units were in force from the beginning: the first version.
            INSERT INTO price_lists (id, version, project, number, note, state, drafted_at, drafted_by, approved_at, approved_by, published_at, published_by, effective_at)
            SELECT gen_random_uuid(), 0, p.code, 1, 'The prices of the list of units', 'Published', p.created_at, p.created_by, p.created_at, p.created_by, p.created_at, p.created_by, p.created_at
            FROM projects p WHERE EXISTS (SELECT FROM units u WHERE u.project = p.code AND u.list_price IS NOT NULL);

            INSERT INTO price_lines (price_list_id, unit_id, price)
            SELECT l.id, u.id, round(u.list_price, 2) FROM units u JOIN price_lists l ON l.project = u.project WHERE u.list_price IS NOT NULL;

            UPDATE subscriptions s SET list_price = l.price, price = l.price, price_list_version = 1 FROM price_lines l WHERE l.unit_id = s.unit_id;

            UPDATE units u SET until = r.expires_at, consultant = r.consultant, holder_id = r.customer_id FROM reservations r WHERE r.unit_id = u.id AND r.state IN ('Pending', 'Reserved', 'Offered');
            UPDATE units u SET consultant = s.consultant, holder_id = b.customer_id FROM subscriptions s JOIN buyers b ON b.subscription_id = s.id WHERE s.unit_id = u.id;
            UPDATE units u SET waiting = (SELECT count(*) FROM reservations r WHERE r.unit_id = u.id AND r.state = 'Waiting');
            """;

        /// <summary>The board's cursor, and the ledger's balance.</summary>
        private const string WhatTheModelCannotSay = """
            -- Which transaction changed a unit last: what a watcher of the board has not seen yet is told exactly, whatever the order of the commits.
            ALTER TABLE units ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.changed_in := pg_current_xact_id();
                RETURN NEW;
            END $$;
            CREATE TRIGGER note_change BEFORE INSERT OR UPDATE ON units FOR EACH ROW EXECUTE FUNCTION note_change();
            CREATE INDEX ix_units_changed_in ON units (project, changed_in);

            -- What is written in the ledger, and beside it, is never changed; the legs of a movement sum to nothing when it commits.
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only: % is refused.', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT sum(amount) FROM ledger WHERE movement = NEW.movement) <> 0 THEN
                    RAISE EXCEPTION 'Movement % does not balance.', NEW.movement USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscriptions_unit_id",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_reservations_deposit_receipt",
                table: "reservations");

            migrationBuilder.AlterColumn<decimal>(
                name: "inside_area",
                table: "units",
                type: "numeric(16,2)",
                precision: 16,
                scale: 2,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric",
                oldNullable: true);

            migrationBuilder.AlterColumn<decimal>(
                name: "built_area",
                table: "units",
                type: "numeric(16,2)",
                precision: 16,
                scale: 2,
                nullable: false,
                oldClrType: typeof(decimal),
                oldType: "numeric");

            migrationBuilder.AddColumn<Guid>(
                name: "batch_id",
                table: "units",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "consultant",
                table: "units",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "holder_id",
                table: "units",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "layout",
                table: "units",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "orientation",
                table: "units",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "until",
                table: "units",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "waiting",
                table: "units",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "contract_number",
                table: "subscriptions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "contract_signed_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "delivered_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "discount",
                table: "subscriptions",
                type: "numeric(5,2)",
                precision: 5,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<Guid>(
                name: "discount_change_id",
                table: "subscriptions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_reason",
                table: "subscriptions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "ended_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "list_price",
                table: "subscriptions",
                type: "numeric(16,2)",
                precision: 16,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "price",
                table: "subscriptions",
                type: "numeric(16,2)",
                precision: 16,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "price_list_version",
                table: "subscriptions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "queue_number_id",
                table: "subscriptions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "subscriptions",
                type: "text",
                nullable: false,
                defaultValue: "Subscribed");

            migrationBuilder.AddColumn<Guid>(
                name: "swapped_from",
                table: "subscriptions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "customer_id",
                table: "reservations",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<bool>(
                name: "extended",
                table: "reservations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Instant>(
                name: "paid_at",
                table: "reservations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "renews",
                table: "reservations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undelivered",
                table: "reservations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "standard_deposit",
                table: "projects",
                type: "numeric(16,2)",
                precision: 16,
                scale: 2,
                nullable: false,
                defaultValue: 10000m);

            migrationBuilder.CreateTable(
                name: "batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    planned_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    planned_by = table.Column<string>(type: "text", nullable: false),
                    choosing_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    last_number = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "buyers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    share = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false),
                    since = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_buyers", x => x.id);
                    table.ForeignKey(
                        name: "fk_buyers_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "change_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: true),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true),
                    ended_why = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_change_requests_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    field = table.Column<string>(type: "text", nullable: false),
                    was = table.Column<byte[]>(type: "bytea", nullable: false),
                    becomes = table.Column<byte[]>(type: "bytea", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corrections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: false),
                    document_kind = table.Column<string>(type: "text", nullable: true),
                    document_number = table.Column<byte[]>(type: "bytea", nullable: true),
                    document_hash = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deposits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    receipt = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    queue_number_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    taken_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    taken_by = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deposits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "instalments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<LocalDate>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    paid = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    paid_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    replaced_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instalments", x => x.id);
                    table.ForeignKey(
                        name: "fk_instalments_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "leases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    booking_number = table.Column<string>(type: "text", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    to = table.Column<LocalDate>(type: "date", nullable: false),
                    monthly_rent = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    lease_number = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    booked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    tenant_name = table.Column<string>(type: "text", nullable: false),
                    tenant_phone = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leases", x => x.id);
                    table.ForeignKey(
                        name: "fk_leases_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ledger",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    movement = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    receipt = table.Column<string>(type: "text", nullable: false),
                    deposit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "move_in_campaigns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    opened_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    opened_by = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_move_in_campaigns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "price_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    drafted_by = table.Column<string>(type: "text", nullable: false),
                    approved_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: true),
                    effective_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    dropped_why = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_lists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "yields",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_yields", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "queue_numbers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agreement_number = table.Column<string>(type: "text", nullable: false),
                    deposit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    called_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: true),
                    customer_name = table.Column<string>(type: "text", nullable: false),
                    customer_phone = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queue_numbers", x => x.id);
                    table.ForeignKey(
                        name: "fk_queue_numbers_batches_batch_id",
                        column: x => x.batch_id,
                        principalTable: "batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "price_lines",
                columns: table => new
                {
                    price_list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    price = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_lines", x => new { x.price_list_id, x.unit_id });
                    table.ForeignKey(
                        name: "fk_price_lines_price_lists_price_list_id",
                        column: x => x.price_list_id,
                        principalTable: "price_lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_units_batch_id",
                table: "units",
                column: "batch_id");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_standing",
                table: "subscriptions",
                column: "unit_id",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_unit_id_signed_at",
                table: "subscriptions",
                columns: new[] { "unit_id", "signed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_reservations_consultant",
                table: "reservations",
                column: "consultant",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_customer_id",
                table: "reservations",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_deposit_receipt",
                table: "reservations",
                column: "deposit_receipt");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_unit_id_state",
                table: "reservations",
                columns: new[] { "unit_id", "state" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_batches_project_code",
                table: "batches",
                columns: new[] { "project", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_buyers_customer_id",
                table: "buyers",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "ix_buyers_subscription_id",
                table: "buyers",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_project_state",
                table: "change_requests",
                columns: new[] { "project", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_unit_id_kind_subject",
                table: "change_requests",
                columns: new[] { "unit_id", "kind", "subject" },
                unique: true,
                filter: "state = 'Asked'")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_corrections_customer_id",
                table: "corrections",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "ix_corrections_reservation_id",
                table: "corrections",
                column: "reservation_id");

            migrationBuilder.CreateIndex(
                name: "ix_customers_project_document_hash",
                table: "customers",
                columns: new[] { "project", "document_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_customers_project_phone",
                table: "customers",
                columns: new[] { "project", "phone" });

            migrationBuilder.CreateIndex(
                name: "ix_deposits_project_receipt",
                table: "deposits",
                columns: new[] { "project", "receipt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deposits_reservation_id",
                table: "deposits",
                column: "reservation_id");

            migrationBuilder.CreateIndex(
                name: "ix_deposits_subscription_id",
                table: "deposits",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_instalments_subscription_id",
                table: "instalments",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_leases_open",
                table: "leases",
                column: "unit_id",
                unique: true,
                filter: "state <> 'Ended'");

            migrationBuilder.CreateIndex(
                name: "ix_leases_project_booking_number",
                table: "leases",
                columns: new[] { "project", "booking_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_deposit_id",
                table: "ledger",
                column: "deposit_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_movement",
                table: "ledger",
                column: "movement");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_project_at",
                table: "ledger",
                columns: new[] { "project", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_subscription_id",
                table: "ledger",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_move_in_campaigns_project",
                table: "move_in_campaigns",
                column: "project",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_price_lines_unit_id",
                table: "price_lines",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_price_lists_project_number",
                table: "price_lists",
                columns: new[] { "project", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_queue_numbers_batch_id_number",
                table: "queue_numbers",
                columns: new[] { "batch_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_queue_numbers_project_agreement_number",
                table: "queue_numbers",
                columns: new[] { "project", "agreement_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_yields_to_reservation_id",
                table: "yields",
                columns: new[] { "to", "reservation_id" },
                unique: true);

            migrationBuilder.Sql(BeforeThisVersion);
            migrationBuilder.DropColumn(
                name: "list_price",
                table: "units");

            migrationBuilder.Sql(WhatTheModelCannotSay);

            migrationBuilder.AddForeignKey(
                name: "fk_reservations_customers_customer_id",
                table: "reservations",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_units_batches_batch_id",
                table: "units",
                column: "batch_id",
                principalTable: "batches",
                principalColumn: "id");

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "customers",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_customers_merged_into",
                table: "customers",
                column: "merged_into");

            migrationBuilder.AddColumn<int>(
                name: "place",
                table: "buyers",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_consultant",
                table: "subscriptions",
                column: "consultant",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_project_contract_number",
                table: "subscriptions",
                columns: new[] { "project", "contract_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_swapped_from",
                table: "subscriptions",
                column: "swapped_from");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_receipts",
                table: "ledger",
                columns: new[] { "project", "receipt" },
                unique: true,
                filter: "account = 'Cash' AND kind IN ('DepositTaken', 'PaymentReceived')");

            migrationBuilder.AddColumn<Instant>(
                name: "contract_due_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            // Which transaction corrected a customer's name last: the board shows names, and tells who watches it of those too. The model does not know of it.
            migrationBuilder.Sql("""
            ALTER TABLE customers ADD COLUMN renamed_in xid8;
            CREATE FUNCTION note_name() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.renamed_in := pg_current_xact_id();
                RETURN NEW;
            END $$;
            CREATE TRIGGER note_name BEFORE UPDATE OF name ON customers FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_name();
            CREATE INDEX ix_customers_renamed_in ON customers (project, renamed_in) WHERE renamed_in IS NOT NULL;
            """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
            DROP TRIGGER note_name ON customers;
            DROP FUNCTION note_name();
            ALTER TABLE customers DROP COLUMN renamed_in;
            """);

            migrationBuilder.DropColumn(
                name: "contract_due_at",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_consultant",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_project_contract_number",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_swapped_from",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_ledger_receipts",
                table: "ledger");

            migrationBuilder.DropColumn(
                name: "place",
                table: "buyers");

            migrationBuilder.DropIndex(
                name: "ix_customers_merged_into",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "version",
                table: "customers");

            migrationBuilder.Sql("DROP TRIGGER note_change ON units; DROP FUNCTION note_change; ALTER TABLE units DROP COLUMN changed_in; DROP TABLE ledger, corrections; DROP FUNCTION ledger_balances; DROP FUNCTION refuse_change;");

            migrationBuilder.DropForeignKey(
                name: "fk_reservations_customers_customer_id",
                table: "reservations");

            migrationBuilder.DropForeignKey(
                name: "fk_units_batches_batch_id",
                table: "units");

            migrationBuilder.DropTable(
                name: "buyers");

            migrationBuilder.DropTable(
                name: "change_requests");

            migrationBuilder.DropTable(
                name: "customers");

            migrationBuilder.DropTable(
                name: "deposits");

            migrationBuilder.DropTable(
                name: "instalments");

            migrationBuilder.DropTable(
                name: "leases");

            migrationBuilder.DropTable(
                name: "move_in_campaigns");

            migrationBuilder.DropTable(
                name: "price_lines");

            migrationBuilder.DropTable(
                name: "queue_numbers");

            migrationBuilder.DropTable(
                name: "yields");

            migrationBuilder.DropTable(
                name: "price_lists");

            migrationBuilder.DropTable(
                name: "batches");

            migrationBuilder.DropIndex(
                name: "ix_units_batch_id",
                table: "units");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_standing",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_unit_id_signed_at",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_reservations_consultant",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_reservations_customer_id",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_reservations_deposit_receipt",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_reservations_unit_id_state",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "units");

            migrationBuilder.DropColumn(
                name: "consultant",
                table: "units");

            migrationBuilder.DropColumn(
                name: "holder_id",
                table: "units");

            migrationBuilder.DropColumn(
                name: "layout",
                table: "units");

            migrationBuilder.DropColumn(
                name: "orientation",
                table: "units");

            migrationBuilder.DropColumn(
                name: "until",
                table: "units");

            migrationBuilder.DropColumn(
                name: "waiting",
                table: "units");

            migrationBuilder.DropColumn(
                name: "contract_number",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "contract_signed_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "delivered_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "discount",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "discount_change_id",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "end_reason",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "list_price",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "price",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "price_list_version",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "queue_number_id",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "state",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "swapped_from",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "customer_id",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "extended",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "paid_at",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "renews",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "undelivered",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "standard_deposit",
                table: "projects");

            migrationBuilder.AlterColumn<decimal>(
                name: "inside_area",
                table: "units",
                type: "numeric",
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "numeric(16,2)",
                oldPrecision: 16,
                oldScale: 2,
                oldNullable: true);

            migrationBuilder.AlterColumn<decimal>(
                name: "built_area",
                table: "units",
                type: "numeric",
                nullable: false,
                oldClrType: typeof(decimal),
                oldType: "numeric(16,2)",
                oldPrecision: 16,
                oldScale: 2);

            migrationBuilder.AddColumn<decimal>(
                name: "list_price",
                table: "units",
                type: "numeric",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_unit_id",
                table: "subscriptions",
                column: "unit_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reservations_deposit_receipt",
                table: "reservations",
                column: "deposit_receipt",
                unique: true,
                filter: "state IN ('Pending', 'Reserved')");
        }
    }
}
