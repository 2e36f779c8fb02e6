using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.ClientAttribution.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ClientsAndWhoseTheyAre : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // ICU's order of Chinese is pinyin, and marks where each letter begins: what is neither a character nor a
            // letter or digit is left out.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION pinyin_initials(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
                $$
                    SELECT string_agg(
                        CASE WHEN one ~ '[a-z0-9]' THEN one
                            ELSE (
                                SELECT lower(max(letter COLLATE "C"))
                                FROM unnest(string_to_array('ABCDEFGHJKLMNOPQRSTWXYZ', NULL)) letter
                                WHERE one >= U&'\4E00' COLLATE "C"
                                    AND one COLLATE "zh-x-icu" >= (U&'\FDD0' || letter) COLLATE "zh-x-icu")
                        END, '' ORDER BY place)
                    FROM unnest(string_to_array(lower(name), NULL)) WITH ORDINALITY AS each (one, place)
                $$;
                """);

            migrationBuilder.DropIndex(
                name: "ix_contacts_project_phone_came_at",
                table: "contacts");

            migrationBuilder.AddColumn<Guid>(
                name: "client_id",
                table: "contacts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "employee",
                table: "contacts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "introducer",
                table: "contacts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "introducer_named",
                table: "contacts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "introducers_consultant",
                table: "contacts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "passed_over",
                table: "contacts",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absences", x => x.id);
                    table.CheckConstraint("ck_absences_kind", "kind IN ('Out', 'BusinessTrip', 'HomeLeave', 'OtherLeave') AND (until IS NULL OR until >= since)");
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    initials = table.Column<string>(type: "text", nullable: true, computedColumnSql: "pinyin_initials(name)", stored: true),
                    registered_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    registered_by = table.Column<string>(type: "text", nullable: false),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    household = table.Column<Guid>(type: "uuid", nullable: true),
                    household_since = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clients", x => x.id);
                    table.CheckConstraint("ck_clients_kind", "kind IN ('Person', 'Company') AND merged_into IS DISTINCT FROM id\n    AND (household IS NULL) = (household_since IS NULL)");
                    table.ForeignKey(
                        name: "fk_clients_clients_merged_into",
                        column: x => x.merged_into,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "daily_reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<LocalDate>(type: "date", nullable: false),
                    closed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    visits = table.Column<int>(type: "integer", nullable: false),
                    calls = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_daily_reports", x => x.id);
                    table.CheckConstraint("ck_daily_reports_counts", "visits >= 0 AND calls >= 0");
                });

            migrationBuilder.CreateTable(
                name: "client_awards",
                columns: table => new
                {
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    consultants = table.Column<string[]>(type: "text[]", nullable: false),
                    valid_until = table.Column<LocalDate>(type: "date", nullable: true),
                    award = table.Column<string>(type: "jsonb", nullable: false),
                    decided_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_awards", x => x.client_id);
                    table.CheckConstraint("ck_client_awards_kind", "kind IN ('Nobody', 'Consultants', 'Company') AND (kind = 'Consultants') = (cardinality(consultants) > 0)\n    AND (valid_until IS NULL OR kind = 'Consultants')");
                    table.ForeignKey(
                        name: "fk_client_awards_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "client_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    fact = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_facts", x => x.id);
                    table.CheckConstraint("ck_client_facts_kind", "kind IN ('Registered', 'PreRegistered', 'Reported', 'ConnectedNotice', 'NoticeRead', 'MajorConfirmed',\n    'Agreed', 'Ruled', 'NotAccepted', 'Reassigned', 'GrabbingFound', 'Consented', 'Sold', 'SaleEnded')");
                    table.ForeignKey(
                        name: "fk_client_facts_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "client_identifiers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: true),
                    value = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    added_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_identifiers", x => x.id);
                    table.CheckConstraint("ck_client_identifiers_kind", "kind IN ('Phone', 'Document', 'WeChat') AND (kind = 'Document') = (document IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_client_identifiers_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "client_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<Guid>(type: "uuid", nullable: false),
                    into = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_links", x => x.id);
                    table.CheckConstraint("ck_client_links_state", "state IN ('MergeAsked', 'Merged', 'Refused', 'SplitAsked', 'Split') AND \"from\" <> \"into\"\n    AND (state = 'MergeAsked' OR decided_at IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_client_links_clients_from",
                        column: x => x.from,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_client_links_clients_into",
                        column: x => x.into,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "disputes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    opened_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    parties = table.Column<string[]>(type: "text[]", nullable: false),
                    proposal = table.Column<string>(type: "jsonb", nullable: true),
                    agreed_by = table.Column<string[]>(type: "text[]", nullable: false),
                    ruling = table.Column<Guid>(type: "uuid", nullable: true),
                    ruled_by = table.Column<string>(type: "text", nullable: true),
                    ruled_as = table.Column<string>(type: "text", nullable: true),
                    ruling_reason = table.Column<string>(type: "text", nullable: true),
                    appealed_by = table.Column<string>(type: "text", nullable: true),
                    appeal_reason = table.Column<string>(type: "text", nullable: true),
                    not_accepting = table.Column<string[]>(type: "text[]", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disputes", x => x.id);
                    table.CheckConstraint("ck_disputes_state", "state IN ('Open', 'Agreed', 'Ruled', 'Appealed', 'RuledOnAppeal') AND cardinality(parties) >= 2\n    AND (ruling IS NULL) = (state IN ('Open', 'Agreed')) AND (ruling IS NULL) = (ruled_by IS NULL)\n    AND (appealed_by IS NULL) = (state NOT IN ('Appealed', 'RuledOnAppeal'))");
                    table.ForeignKey(
                        name: "fk_disputes_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    report_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: true),
                    words = table.Column<string>(type: "text", nullable: false),
                    likes = table.Column<string>(type: "text", nullable: true),
                    dislikes = table.Column<string>(type: "text", nullable: true),
                    hindrances = table.Column<string>(type: "text", nullable: true),
                    attachment = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_lines", x => x.id);
                    table.CheckConstraint("ck_report_lines_of", "client_id IS NULL OR attachment IS NULL");
                    table.ForeignKey(
                        name: "fk_report_lines_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_report_lines_daily_reports_report_id",
                        column: x => x.report_id,
                        principalTable: "daily_reports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_client_id",
                table: "contacts",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_introducer",
                table: "contacts",
                column: "introducer");

            migrationBuilder.CreateIndex(
                name: "ix_absences_project_consultant_since",
                table: "absences",
                columns: new[] { "project", "consultant", "since" });

            migrationBuilder.CreateIndex(
                name: "ix_absences_project_since",
                table: "absences",
                columns: new[] { "project", "since" });

            migrationBuilder.CreateIndex(
                name: "ix_client_awards_consultants",
                table: "client_awards",
                column: "consultants")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_client_awards_project_client_id",
                table: "client_awards",
                columns: new[] { "project", "client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_client_facts_client_id_at",
                table: "client_facts",
                columns: new[] { "client_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_client_identifiers_client_id_hash",
                table: "client_identifiers",
                columns: new[] { "client_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_client_identifiers_project_hash",
                table: "client_identifiers",
                columns: new[] { "project", "hash" });

            migrationBuilder.CreateIndex(
                name: "ix_client_links_from",
                table: "client_links",
                column: "from");

            migrationBuilder.CreateIndex(
                name: "ix_client_links_into",
                table: "client_links",
                column: "into");

            migrationBuilder.CreateIndex(
                name: "ix_clients_household",
                table: "clients",
                column: "household");

            migrationBuilder.CreateIndex(
                name: "ix_clients_merged_into",
                table: "clients",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "ix_clients_project_id",
                table: "clients",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_clients_project_initials",
                table: "clients",
                columns: new[] { "project", "initials" })
                .Annotation("Npgsql:IndexOperators", new[] { "", "text_pattern_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_clients_project_name",
                table: "clients",
                columns: new[] { "project", "name" })
                .Annotation("Npgsql:IndexOperators", new[] { "", "text_pattern_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_daily_reports_project_consultant_day",
                table: "daily_reports",
                columns: new[] { "project", "consultant", "day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_daily_reports_project_day",
                table: "daily_reports",
                columns: new[] { "project", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_daily_reports_project_id",
                table: "daily_reports",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_disputes_client_id_id",
                table: "disputes",
                columns: new[] { "client_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_disputes_project_id",
                table: "disputes",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_disputes_open",
                table: "disputes",
                column: "client_id",
                unique: true,
                filter: "state IN ('Open', 'Appealed')");

            migrationBuilder.CreateIndex(
                name: "ix_report_lines_client_id",
                table: "report_lines",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_lines_report_id",
                table: "report_lines",
                column: "report_id");

            migrationBuilder.AddForeignKey(
                name: "fk_contacts_clients_client_id",
                table: "contacts",
                column: "client_id",
                principalTable: "clients",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_contacts_clients_introducer",
                table: "contacts",
                column: "introducer",
                principalTable: "clients",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_contacts_clients_client_id",
                table: "contacts");

            migrationBuilder.DropForeignKey(
                name: "fk_contacts_clients_introducer",
                table: "contacts");

            migrationBuilder.DropTable(
                name: "absences");

            migrationBuilder.DropTable(
                name: "client_awards");

            migrationBuilder.DropTable(
                name: "client_facts");

            migrationBuilder.DropTable(
                name: "client_identifiers");

            migrationBuilder.DropTable(
                name: "client_links");

            migrationBuilder.DropTable(
                name: "disputes");

            migrationBuilder.DropTable(
                name: "report_lines");

            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "daily_reports");

            migrationBuilder.DropIndex(
                name: "ix_contacts_client_id",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_contacts_introducer",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "client_id",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "employee",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "introducer",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "introducer_named",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "introducers_consultant",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "passed_over",
                table: "contacts");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_project_phone_came_at",
                table: "contacts",
                columns: new[] { "project", "phone", "came_at" });

            migrationBuilder.Sql("DROP FUNCTION pinyin_initials(text);");
        }
    }
}
