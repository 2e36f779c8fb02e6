using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CustomersAndReceipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "customers",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_customers_merged_into",
                table: "customers",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_project_receipt",
                table: "ledger",
                columns: new[] { "project", "receipt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ledger_project_receipt",
                table: "ledger");

            migrationBuilder.DropIndex(
                name: "ix_customers_merged_into",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "version",
                table: "customers");
        }
    }
}
