using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.RecordsArchive.Storage.Migrations
{
    /// <inheritdoc />
    public partial class HandoversByDepartment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_handover_items_handovers_handover_id",
                table: "handover_items");

            migrationBuilder.CreateIndex(
                name: "ix_handovers_owed_by_id",
                table: "handovers",
                columns: new[] { "owed_by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_handovers_owed_to_id",
                table: "handovers",
                columns: new[] { "owed_to", "id" });

            migrationBuilder.AddForeignKey(
                name: "fk_handover_items_handovers_handover_id",
                table: "handover_items",
                column: "handover_id",
                principalTable: "handovers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_handover_items_handovers_handover_id",
                table: "handover_items");

            migrationBuilder.DropIndex(
                name: "ix_handovers_owed_by_id",
                table: "handovers");

            migrationBuilder.DropIndex(
                name: "ix_handovers_owed_to_id",
                table: "handovers");

            migrationBuilder.AddForeignKey(
                name: "fk_handover_items_handovers_handover_id",
                table: "handover_items",
                column: "handover_id",
                principalTable: "handovers",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
