using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.ClientAttribution.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CommissionAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "client_id",
                table: "sales",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "credits",
                table: "sales",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "link_basis",
                table: "sales",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "link_id",
                table: "sales",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "link_reason",
                table: "sales",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "linked_at",
                table: "sales",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "linked_by",
                table: "sales",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "sales",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "commission_lines",
                columns: table => new
                {
                    sale_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    accrued = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    payable = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    evidence = table.Column<string[]>(type: "text[]", nullable: false),
                    corrects = table.Column<int>(type: "integer", nullable: true),
                    booked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commission_lines", x => new { x.sale_id, x.number });
                    table.CheckConstraint("ck_commission_lines_kind", "recipient IN ('Consultant', 'Fund', 'Company') AND (recipient = 'Consultant') = (consultant IS NOT NULL)\n    AND kind IN ('Accrued', 'Payable', 'Swapped', 'Renamed', 'Recredited', 'ClawedBack', 'Withheld',\n        'Corrected')\n    AND (kind = 'Corrected') = (corrects IS NOT NULL) AND corrects < number");
                    table.ForeignKey(
                        name: "fk_commission_lines_sales_sale_id",
                        column: x => x.sale_id,
                        principalTable: "sales",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "commission_plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: true),
                    period = table.Column<string>(type: "text", nullable: false),
                    tiers = table.Column<string>(type: "jsonb", nullable: false),
                    at_contract = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    drafted_by = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commission_plans", x => x.id);
                    table.CheckConstraint("ck_commission_plans_state", "state IN ('Drafted', 'Approved', 'Refused') AND (state = 'Drafted') = (decided_at IS NULL)\n    AND (decided_at IS NULL) = (decided_by IS NULL) AND (until IS NULL OR until >= \"from\")\n    AND period IN ('Month', 'Quarter', 'Year') AND at_contract BETWEEN 0 AND 100");
                });

            migrationBuilder.CreateIndex(
                name: "ix_sales_client_id",
                table: "sales",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_sales_project_signed_at",
                table: "sales",
                columns: new[] { "project", "signed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_sales_swapped_from",
                table: "sales",
                column: "swapped_from");

            migrationBuilder.AddCheckConstraint(
                name: "ck_sales_link",
                table: "sales",
                sql: "link_basis IN ('Document', 'Phone', 'Word') AND (link_id IS NULL) = (link_basis IS NULL)\n    AND (link_id IS NULL) = (linked_at IS NULL) AND (link_id IS NULL) = (linked_by IS NULL)\n    AND (link_id IS NULL) = (link_reason IS NULL) AND (link_id IS NULL OR client_id IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_commission_lines_project_booked_at",
                table: "commission_lines",
                columns: new[] { "project", "booked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_commission_lines_sale_id_corrects",
                table: "commission_lines",
                columns: new[] { "sale_id", "corrects" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_commission_plans_project_id",
                table: "commission_plans",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_commission_plans_project_number",
                table: "commission_plans",
                columns: new[] { "project", "number" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_sales_clients_client_id",
                table: "sales",
                column: "client_id",
                principalTable: "clients",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_sales_clients_client_id",
                table: "sales");

            migrationBuilder.DropTable(
                name: "commission_lines");

            migrationBuilder.DropTable(
                name: "commission_plans");

            migrationBuilder.DropIndex(
                name: "ix_sales_client_id",
                table: "sales");

            migrationBuilder.DropIndex(
                name: "ix_sales_project_signed_at",
                table: "sales");

            migrationBuilder.DropIndex(
                name: "ix_sales_swapped_from",
                table: "sales");

            migrationBuilder.DropCheckConstraint(
                name: "ck_sales_link",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "client_id",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "credits",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "link_basis",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "link_id",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "link_reason",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "linked_at",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "linked_by",
                table: "sales");

            migrationBuilder.DropColumn(
                name: "version",
                table: "sales");
        }
    }
}
