using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.SalesControl.Storage.Migrations
{
    /// <summary>Each filter of a list has an index, by which its newest entries are found.</summary>
    public partial class IndexesOfFilters : Migration
    {
        private static readonly (string Table, string[] Columns)[] Indexes =
        [
            ("reservations", ["project", "consultant", "id"]), ("reservations", ["project", "state", "id"]),
            ("deposits", ["project", "state", "id"]), ("deposits", ["queue_number_id"]),
            ("subscriptions", ["project", "consultant", "id"]), ("subscriptions", ["project", "signed_at"]),
            ("subscriptions", ["project", "state", "id"]), ("change_requests", ["unit_id"]),
            ("change_requests", ["project", "asked_by", "id"]), ("change_requests", ["project", "id"]),
            ("change_requests", ["project", "kind", "id"]), ("change_requests", ["project", "state", "id"]),
            ("leases", ["project", "id"]), ("leases", ["project", "state", "id"]),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What it was for, the one with the id does too.
            migrationBuilder.DropIndex(name: "ix_change_requests_project_state", table: "change_requests");
            foreach (var (table, columns) in Indexes)
                migrationBuilder.CreateIndex(name: NameOf(table, columns), table: table, columns: columns);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (table, columns) in Indexes)
                migrationBuilder.DropIndex(name: NameOf(table, columns), table: table);
            migrationBuilder.CreateIndex(
                name: "ix_change_requests_project_state", table: "change_requests", columns: ["project", "state"]);
        }

        private static string NameOf(string table, string[] columns) => $"ix_{table}_{string.Join('_', columns)}";
    }
}
