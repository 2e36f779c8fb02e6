using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.ClientAttribution.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SeatsStayWithTheirDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_desk_seats_desk_days_day_id",
                table: "desk_seats");

            migrationBuilder.AddForeignKey(
                name: "fk_desk_seats_desk_days_day_id",
                table: "desk_seats",
                column: "day_id",
                principalTable: "desk_days",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_desk_seats_desk_days_day_id",
                table: "desk_seats");

            migrationBuilder.AddForeignKey(
                name: "fk_desk_seats_desk_days_day_id",
                table: "desk_seats",
                column: "day_id",
                principalTable: "desk_days",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
