using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.ClientAttribution.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SalesAsTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sales",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: true),
                    agreement_number = table.Column<string>(type: "text", nullable: true),
                    consultant = table.Column<string>(type: "text", nullable: true),
                    price = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: true),
                    signed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    swapped_from = table.Column<Guid>(type: "uuid", nullable: true),
                    contracted_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    paid = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: false),
                    ending = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sales", x => x.id);
                    table.CheckConstraint("ck_sales_ending", "ending IN ('Cancelled', 'Forfeited', 'Swapped') AND (ending IS NULL) = (ended_at IS NULL)\n    AND (signed_at IS NULL) = (agreement_number IS NULL) AND (signed_at IS NULL) = (consultant IS NULL)");
                });

            migrationBuilder.CreateTable(
                name: "sale_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sale_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(16,2)", precision: 16, scale: 2, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sale_entries", x => x.id);
                    table.CheckConstraint("ck_sale_entries_kind", "kind IN ('Subscribed', 'Contracted', 'Paid', 'Renamed', 'Swapped', 'Cancelled', 'Forfeited')\n    AND (amount IS NULL) = (kind NOT IN ('Subscribed', 'Paid'))");
                    table.ForeignKey(
                        name: "fk_sale_entries_sales_sale_id",
                        column: x => x.sale_id,
                        principalTable: "sales",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sale_entries_sale_id_at",
                table: "sale_entries",
                columns: new[] { "sale_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_sales_project_consultant_id",
                table: "sales",
                columns: new[] { "project", "consultant", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sales_project_id",
                table: "sales",
                columns: new[] { "project", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sale_entries");

            migrationBuilder.DropTable(
                name: "sales");
        }
    }
}
