using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.ClientAttribution.Storage.Migrations
{
    /// <inheritdoc />
    public partial class InitialCreate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "desk_days",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<LocalDate>(type: "date", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    opened_by = table.Column<string>(type: "text", nullable: false),
                    closes_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    next_for_visits = table.Column<int>(type: "integer", nullable: false),
                    next_for_calls = table.Column<int>(type: "integer", nullable: false),
                    last_number = table.Column<int>(type: "integer", nullable: false),
                    terms_call_most = table.Column<Duration>(type: "interval", nullable: false),
                    terms_entry_within = table.Column<Duration>(type: "interval", nullable: false),
                    terms_meal_keeps_turn = table.Column<Duration>(type: "interval", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_days", x => x.id);
                    table.CheckConstraint("ck_desk_days_turns", "next_for_visits >= 0 AND next_for_calls >= 0 AND last_number >= 0");
                });

            migrationBuilder.CreateTable(
                name: "contacts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    day_id = table.Column<Guid>(type: "uuid", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<LocalDate>(type: "date", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: true),
                    came_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    came_by = table.Column<string>(type: "text", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: true),
                    stands_in_for = table.Column<string>(type: "text", nullable: true),
                    turn = table.Column<string>(type: "text", nullable: false),
                    steps = table.Column<string>(type: "jsonb", nullable: false),
                    assigned_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    entry_due_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    entered_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    too_long = table.Column<bool>(type: "boolean", nullable: false),
                    call_back_owed = table.Column<bool>(type: "boolean", nullable: false),
                    called_back_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    name = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    visitor_asks_for = table.Column<string>(type: "text", nullable: true),
                    visitor_came_before = table.Column<bool>(type: "boolean", nullable: false),
                    visitor_first_receiver = table.Column<string>(type: "text", nullable: true),
                    visitor_has_appointment = table.Column<bool>(type: "boolean", nullable: false),
                    visitor_introduced_by_employee = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contacts", x => x.id);
                    table.CheckConstraint("ck_contacts_kind", "channel IN ('Visit', 'Call') AND (channel = 'Call') = (kind IS NOT NULL)");
                    table.CheckConstraint("ck_contacts_state", "state IN ('Waiting', 'Open', 'EntryOwed', 'Entered', 'NoRecord', 'Left')\n    AND (consultant IS NULL) = (state IN ('Waiting', 'Left'))\n    AND (ended_at IS NULL) = (state IN ('Waiting', 'Open'))\n    AND (state <> 'Entered' OR entered_at IS NOT NULL)\n    AND (state NOT IN ('EntryOwed', 'NoRecord') OR (entered_at IS NULL AND entry_due_at IS NOT NULL))");
                    table.ForeignKey(
                        name: "fk_contacts_desk_days_day_id",
                        column: x => x.day_id,
                        principalTable: "desk_days",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "desk_seats",
                columns: table => new
                {
                    place = table.Column<int>(type: "integer", nullable: false),
                    day_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consultant = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    leave = table.Column<string>(type: "text", nullable: true),
                    since = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    with_own_customer = table.Column<bool>(type: "boolean", nullable: false),
                    kept_since = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    last_received_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desk_seats", x => new { x.day_id, x.place });
                    table.CheckConstraint("ck_desk_seats_state", "state IN ('Ready', 'Receiving', 'OnCall', 'AtMeal', 'Out', 'OnLeave')\n    AND (state = 'OnLeave') = (leave IS NOT NULL)\n    AND (state <> 'Receiving' OR contact_id IS NOT NULL)\n    AND (contact_id IS NULL OR state IN ('Receiving', 'OnCall'))");
                    table.ForeignKey(
                        name: "fk_desk_seats_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_desk_seats_desk_days_day_id",
                        column: x => x.day_id,
                        principalTable: "desk_days",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_day_id_number",
                table: "contacts",
                columns: new[] { "day_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_contacts_day_id_state",
                table: "contacts",
                columns: new[] { "day_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_project_consultant_id",
                table: "contacts",
                columns: new[] { "project", "consultant", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_project_id",
                table: "contacts",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_project_phone_came_at",
                table: "contacts",
                columns: new[] { "project", "phone", "came_at" });

            migrationBuilder.CreateIndex(
                name: "ix_desk_days_project_day",
                table: "desk_days",
                columns: new[] { "project", "day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_seats_contact_id",
                table: "desk_seats",
                column: "contact_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_desk_seats_day_id_consultant",
                table: "desk_seats",
                columns: new[] { "day_id", "consultant" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "desk_seats");

            migrationBuilder.DropTable(
                name: "contacts");

            migrationBuilder.DropTable(
                name: "desk_days");
        }
    }
}
