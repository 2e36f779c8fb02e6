using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.Identity.Storage.Migrations
{
    /// <inheritdoc />
    public partial class LeavesAndCustodians : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "advertising_days",
                columns: table => new
                {
                    site = table.Column<string>(type: "text", nullable: false),
                    date = table.Column<LocalDate>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_advertising_days", x => new { x.site, x.date });
                });

            migrationBuilder.CreateTable(
                name: "custodians",
                columns: table => new
                {
                    department = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    staff = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_custodians", x => new { x.department, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "duties",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    clause = table.Column<string>(type: "text", nullable: false),
                    kinds = table.Column<string[]>(type: "text[]", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_duties", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "known_permissions",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_permissions", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "leaves",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    recorded_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    withdrawn_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leaves", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_leaves_staff_from",
                table: "leaves",
                columns: new[] { "staff", "from" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "advertising_days");

            migrationBuilder.DropTable(
                name: "custodians");

            migrationBuilder.DropTable(
                name: "duties");

            migrationBuilder.DropTable(
                name: "known_permissions");

            migrationBuilder.DropTable(
                name: "leaves");
        }
    }
}
