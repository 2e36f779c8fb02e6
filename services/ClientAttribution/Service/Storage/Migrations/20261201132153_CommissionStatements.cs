using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.ClientAttribution.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CommissionStatements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "commission_months",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<LocalDate>(type: "date", nullable: false),
                    closed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commission_months", x => x.id);
                    table.CheckConstraint("ck_commission_months_month", "extract(day FROM month) = 1");
                });

            migrationBuilder.CreateTable(
                name: "commission_statements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    month_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<LocalDate>(type: "date", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: false),
                    accrued = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    payable = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    lines = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    answered_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commission_statements", x => x.id);
                    table.CheckConstraint("ck_commission_statements_state", "state IN ('Open', 'Confirmed', 'Disputed') AND (state = 'Open') = (answered_at IS NULL)\n    AND (state <> 'Disputed' OR reason IS NOT NULL) AND lines > 0");
                    table.ForeignKey(
                        name: "fk_commission_statements_commission_months_month_id",
                        column: x => x.month_id,
                        principalTable: "commission_months",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_commission_months_project_month",
                table: "commission_months",
                columns: new[] { "project", "month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_commission_statements_month_id_consultant",
                table: "commission_statements",
                columns: new[] { "month_id", "consultant" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_commission_statements_project_id",
                table: "commission_statements",
                columns: new[] { "project", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "commission_statements");

            migrationBuilder.DropTable(
                name: "commission_months");
        }
    }
}
