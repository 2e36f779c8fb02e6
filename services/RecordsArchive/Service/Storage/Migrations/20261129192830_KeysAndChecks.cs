using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.RecordsArchive.Storage.Migrations
{
    /// <inheritdoc />
    public partial class KeysAndChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_handovers_unit_files_file_id",
                table: "handovers");

            migrationBuilder.AddCheckConstraint(
                name: "ck_handovers_state",
                table: "handovers",
                sql: "state IN ('Owed', 'Overdue', 'HandedOver', 'Accepted') AND round >= 0");

            migrationBuilder.AddForeignKey(
                name: "fk_handovers_unit_files_file_id",
                table: "handovers",
                column: "file_id",
                principalTable: "unit_files",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_handovers_unit_files_file_id",
                table: "handovers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_handovers_state",
                table: "handovers");

            migrationBuilder.AddForeignKey(
                name: "fk_handovers_unit_files_file_id",
                table: "handovers",
                column: "file_id",
                principalTable: "unit_files",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
