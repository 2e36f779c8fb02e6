using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SaleReceiptsAndContracts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "place",
                table: "buyers",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_consultant",
                table: "subscriptions",
                column: "consultant",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_project_contract_number",
                table: "subscriptions",
                columns: new[] { "project", "contract_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_swapped_from",
                table: "subscriptions",
                column: "swapped_from");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_receipts",
                table: "ledger",
                columns: new[] { "project", "receipt" },
                unique: true,
                filter: "account = 'Cash' AND kind IN ('DepositTaken', 'PaymentReceived')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscriptions_consultant",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_project_contract_number",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_swapped_from",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_ledger_receipts",
                table: "ledger");

            migrationBuilder.DropColumn(
                name: "place",
                table: "buyers");
        }
    }
}
