using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.RecordsArchive.Storage.Migrations
{
    /// <inheritdoc />
    public partial class InitialCreate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "unit_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "handovers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    owed_by = table.Column<string>(type: "text", nullable: false),
                    owed_to = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    close_of_business = table.Column<LocalTime>(type: "time", nullable: false),
                    cause_event = table.Column<Guid>(type: "uuid", nullable: false),
                    cause_trace = table.Column<string>(type: "text", nullable: true),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agreement_number = table.Column<string>(type: "text", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    overdue_since = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    round = table.Column<int>(type: "integer", nullable: false),
                    handed_over_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    handed_over_by = table.Column<string>(type: "text", nullable: true),
                    late = table.Column<Duration>(type: "interval", nullable: true),
                    answered_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<string>(type: "text", nullable: true),
                    rejection_reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_handovers", x => x.id);
                    table.ForeignKey(
                        name: "fk_handovers_unit_files_file_id",
                        column: x => x.file_id,
                        principalTable: "unit_files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "handover_items",
                columns: table => new
                {
                    position = table.Column<int>(type: "integer", nullable: false),
                    handover_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    carrier = table.Column<string>(type: "text", nullable: false),
                    pages = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_handover_items", x => new { x.handover_id, x.position });
                    table.ForeignKey(
                        name: "fk_handover_items_handovers_handover_id",
                        column: x => x.handover_id,
                        principalTable: "handovers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_handovers_cause_event",
                table: "handovers",
                column: "cause_event",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_handovers_file_id",
                table: "handovers",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_handovers_state_id",
                table: "handovers",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_unit_files_number",
                table: "unit_files",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unit_files_project_unit",
                table: "unit_files",
                columns: new[] { "project", "unit" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unit_files_unit_id",
                table: "unit_files",
                column: "unit_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "handover_items");

            migrationBuilder.DropTable(
                name: "handovers");

            migrationBuilder.DropTable(
                name: "unit_files");
        }
    }
}
