using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.SalesControl.Storage.Migrations
{
    /// <summary>No area, price or rent is nothing, or less than nothing.</summary>
    public partial class AmountsAreAboveZero : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddCheckConstraint(
                name: "ck_units_area", table: "units", sql: "built_area > 0 AND inside_area > 0");
            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_price", table: "subscriptions", sql: "list_price > 0 AND price > 0");
            migrationBuilder.AddCheckConstraint(
                name: "ck_leases_monthly_rent", table: "leases", sql: "monthly_rent > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "ck_units_area", table: "units");
            migrationBuilder.DropCheckConstraint(name: "ck_subscriptions_price", table: "subscriptions");
            migrationBuilder.DropCheckConstraint(name: "ck_leases_monthly_rent", table: "leases");
        }
    }
}
