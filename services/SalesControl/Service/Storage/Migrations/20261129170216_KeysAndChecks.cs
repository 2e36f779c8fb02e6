using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class KeysAndChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_buyers_subscriptions_subscription_id",
                table: "buyers");

            migrationBuilder.DropForeignKey(
                name: "fk_change_requests_units_unit_id",
                table: "change_requests");

            migrationBuilder.DropForeignKey(
                name: "fk_instalments_subscriptions_subscription_id",
                table: "instalments");

            migrationBuilder.DropForeignKey(
                name: "fk_leases_units_unit_id",
                table: "leases");

            migrationBuilder.DropForeignKey(
                name: "fk_price_lines_price_lists_price_list_id",
                table: "price_lines");

            migrationBuilder.DropForeignKey(
                name: "fk_queue_numbers_batches_batch_id",
                table: "queue_numbers");

            migrationBuilder.DropForeignKey(
                name: "fk_reservations_customers_customer_id",
                table: "reservations");

            migrationBuilder.DropForeignKey(
                name: "fk_reservations_units_unit_id",
                table: "reservations");

            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_units_unit_id",
                table: "subscriptions");

            migrationBuilder.DropForeignKey(
                name: "fk_units_batches_batch_id",
                table: "units");

            migrationBuilder.DropForeignKey(
                name: "fk_units_projects_project",
                table: "units");

            migrationBuilder.AddColumn<Guid>(
                name: "yielded_to",
                table: "reservations",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_units_holder_id",
                table: "units",
                column: "holder_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_units_line",
                table: "units",
                sql: "waiting >= 0 AND registrations >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_discount_change_id",
                table: "subscriptions",
                column: "discount_change_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_reservation_id",
                table: "subscriptions",
                column: "reservation_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_discount",
                table: "subscriptions",
                sql: "discount >= 0 AND discount < 100");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_renews",
                table: "reservations",
                column: "renews");

            migrationBuilder.AddCheckConstraint(
                name: "ck_reservations_open",
                table: "reservations",
                sql: "(ended_at IS NULL) = (state IN ('Pending', 'Reserved', 'Offered', 'Waiting', 'RenewalPending', 'RenewalApproved'))");

            migrationBuilder.CreateIndex(
                name: "ix_queue_numbers_customer_id",
                table: "queue_numbers",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "ix_queue_numbers_deposit_id",
                table: "queue_numbers",
                column: "deposit_id");

            migrationBuilder.CreateIndex(
                name: "ix_queue_numbers_subscription_id",
                table: "queue_numbers",
                column: "subscription_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_projects_deposit",
                table: "projects",
                sql: "standard_deposit >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_price_lines_price",
                table: "price_lines",
                sql: "price > 0");

            migrationBuilder.CreateIndex(
                name: "ix_leases_customer_id",
                table: "leases",
                column: "customer_id");

            migrationBuilder.CreateIndex(
                name: "ix_leases_unit_id_booked_at",
                table: "leases",
                columns: new[] { "unit_id", "booked_at" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_leases_days",
                table: "leases",
                sql: "\"to\" > \"from\"");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instalments_paid",
                table: "instalments",
                sql: "amount > 0 AND paid >= 0 AND paid <= amount");

            migrationBuilder.CreateIndex(
                name: "ix_deposits_customer_id",
                table: "deposits",
                column: "customer_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_deposits_amount",
                table: "deposits",
                sql: "amount >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_deposits_held",
                table: "deposits",
                sql: "(ended_at IS NULL) = (state = 'Held')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_corrections_of_one",
                table: "corrections",
                sql: "num_nonnulls(customer_id, reservation_id) = 1");

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_subject",
                table: "change_requests",
                column: "subject");

            migrationBuilder.AddCheckConstraint(
                name: "ck_change_requests_open",
                table: "change_requests",
                sql: "(ended_at IS NULL) = (state = 'Asked')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_buyers_share",
                table: "buyers",
                sql: "share > 0 AND share <= 100");

            migrationBuilder.AddForeignKey(
                name: "fk_batches_projects_project",
                table: "batches",
                column: "project",
                principalTable: "projects",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_buyers_customers_customer_id",
                table: "buyers",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_buyers_subscriptions_subscription_id",
                table: "buyers",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_change_requests_units_unit_id",
                table: "change_requests",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_corrections_customers_customer_id",
                table: "corrections",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_corrections_reservations_reservation_id",
                table: "corrections",
                column: "reservation_id",
                principalTable: "reservations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_customers_customers_merged_into",
                table: "customers",
                column: "merged_into",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_customers_projects_project",
                table: "customers",
                column: "project",
                principalTable: "projects",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_deposits_customers_customer_id",
                table: "deposits",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_deposits_reservations_reservation_id",
                table: "deposits",
                column: "reservation_id",
                principalTable: "reservations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_deposits_subscriptions_subscription_id",
                table: "deposits",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_instalments_subscriptions_subscription_id",
                table: "instalments",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_leases_customers_customer_id",
                table: "leases",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_leases_units_unit_id",
                table: "leases",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_ledger_deposits_deposit_id",
                table: "ledger",
                column: "deposit_id",
                principalTable: "deposits",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_ledger_subscriptions_subscription_id",
                table: "ledger",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_move_in_campaigns_projects_project",
                table: "move_in_campaigns",
                column: "project",
                principalTable: "projects",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_price_lines_price_lists_price_list_id",
                table: "price_lines",
                column: "price_list_id",
                principalTable: "price_lists",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_price_lines_units_unit_id",
                table: "price_lines",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_price_lists_projects_project",
                table: "price_lists",
                column: "project",
                principalTable: "projects",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_numbers_batches_batch_id",
                table: "queue_numbers",
                column: "batch_id",
                principalTable: "batches",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_numbers_customers_customer_id",
                table: "queue_numbers",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_numbers_deposits_deposit_id",
                table: "queue_numbers",
                column: "deposit_id",
                principalTable: "deposits",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_numbers_subscriptions_subscription_id",
                table: "queue_numbers",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_reservations_customers_customer_id",
                table: "reservations",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_reservations_reservations_renews",
                table: "reservations",
                column: "renews",
                principalTable: "reservations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_reservations_units_unit_id",
                table: "reservations",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_changes_discount_change_id",
                table: "subscriptions",
                column: "discount_change_id",
                principalTable: "change_requests",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_reservations_reservation_id",
                table: "subscriptions",
                column: "reservation_id",
                principalTable: "reservations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_subscriptions_swapped_from",
                table: "subscriptions",
                column: "swapped_from",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_units_unit_id",
                table: "subscriptions",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_units_batches_batch_id",
                table: "units",
                column: "batch_id",
                principalTable: "batches",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_units_customers_holder_id",
                table: "units",
                column: "holder_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_units_projects_project",
                table: "units",
                column: "project",
                principalTable: "projects",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            // Whoever has yielded last to a holder has that holder in the reservation's own row from now on.
            migrationBuilder.Sql(
                """
                UPDATE reservations r SET yielded_to = y."to"
                FROM (SELECT DISTINCT ON (reservation_id) reservation_id, "to" FROM yields ORDER BY reservation_id, at DESC) y
                WHERE r.id = y.reservation_id;
                """);
            migrationBuilder.DropTable(name: "yields");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_batches_projects_project",
                table: "batches");

            migrationBuilder.DropForeignKey(
                name: "fk_buyers_customers_customer_id",
                table: "buyers");

            migrationBuilder.DropForeignKey(
                name: "fk_buyers_subscriptions_subscription_id",
                table: "buyers");

            migrationBuilder.DropForeignKey(
                name: "fk_change_requests_units_unit_id",
                table: "change_requests");

            migrationBuilder.DropForeignKey(
                name: "fk_corrections_customers_customer_id",
                table: "corrections");

            migrationBuilder.DropForeignKey(
                name: "fk_corrections_reservations_reservation_id",
                table: "corrections");

            migrationBuilder.DropForeignKey(
                name: "fk_customers_customers_merged_into",
                table: "customers");

            migrationBuilder.DropForeignKey(
                name: "fk_customers_projects_project",
                table: "customers");

            migrationBuilder.DropForeignKey(
                name: "fk_deposits_customers_customer_id",
                table: "deposits");

            migrationBuilder.DropForeignKey(
                name: "fk_deposits_reservations_reservation_id",
                table: "deposits");

            migrationBuilder.DropForeignKey(
                name: "fk_deposits_subscriptions_subscription_id",
                table: "deposits");

            migrationBuilder.DropForeignKey(
                name: "fk_instalments_subscriptions_subscription_id",
                table: "instalments");

            migrationBuilder.DropForeignKey(
                name: "fk_leases_customers_customer_id",
                table: "leases");

            migrationBuilder.DropForeignKey(
                name: "fk_leases_units_unit_id",
                table: "leases");

            migrationBuilder.DropForeignKey(
                name: "fk_ledger_deposits_deposit_id",
                table: "ledger");

            migrationBuilder.DropForeignKey(
                name: "fk_ledger_subscriptions_subscription_id",
                table: "ledger");

            migrationBuilder.DropForeignKey(
                name: "fk_move_in_campaigns_projects_project",
                table: "move_in_campaigns");

            migrationBuilder.DropForeignKey(
                name: "fk_price_lines_price_lists_price_list_id",
                table: "price_lines");

            migrationBuilder.DropForeignKey(
                name: "fk_price_lines_units_unit_id",
                table: "price_lines");

            migrationBuilder.DropForeignKey(
                name: "fk_price_lists_projects_project",
                table: "price_lists");

            migrationBuilder.DropForeignKey(
                name: "fk_queue_numbers_batches_batch_id",
                table: "queue_numbers");

            migrationBuilder.DropForeignKey(
                name: "fk_queue_numbers_customers_customer_id",
                table: "queue_numbers");

            migrationBuilder.DropForeignKey(
                name: "fk_queue_numbers_deposits_deposit_id",
                table: "queue_numbers");

            migrationBuilder.DropForeignKey(
                name: "fk_queue_numbers_subscriptions_subscription_id",
                table: "queue_numbers");

            migrationBuilder.DropForeignKey(
                name: "fk_reservations_customers_customer_id",
                table: "reservations");

            migrationBuilder.DropForeignKey(
                name: "fk_reservations_reservations_renews",
                table: "reservations");

            migrationBuilder.DropForeignKey(
                name: "fk_reservations_units_unit_id",
                table: "reservations");

            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_changes_discount_change_id",
                table: "subscriptions");

            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_reservations_reservation_id",
                table: "subscriptions");

            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_subscriptions_swapped_from",
                table: "subscriptions");

            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_units_unit_id",
                table: "subscriptions");

            migrationBuilder.DropForeignKey(
                name: "fk_units_batches_batch_id",
                table: "units");

            migrationBuilder.DropForeignKey(
                name: "fk_units_customers_holder_id",
                table: "units");

            migrationBuilder.DropForeignKey(
                name: "fk_units_projects_project",
                table: "units");

            migrationBuilder.DropIndex(
                name: "ix_units_holder_id",
                table: "units");

            migrationBuilder.DropCheckConstraint(
                name: "ck_units_line",
                table: "units");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_discount_change_id",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_reservation_id",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_discount",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_reservations_renews",
                table: "reservations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_reservations_open",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_queue_numbers_customer_id",
                table: "queue_numbers");

            migrationBuilder.DropIndex(
                name: "ix_queue_numbers_deposit_id",
                table: "queue_numbers");

            migrationBuilder.DropIndex(
                name: "ix_queue_numbers_subscription_id",
                table: "queue_numbers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_projects_deposit",
                table: "projects");

            migrationBuilder.DropCheckConstraint(
                name: "ck_price_lines_price",
                table: "price_lines");

            migrationBuilder.DropIndex(
                name: "ix_leases_customer_id",
                table: "leases");

            migrationBuilder.DropIndex(
                name: "ix_leases_unit_id_booked_at",
                table: "leases");

            migrationBuilder.DropCheckConstraint(
                name: "ck_leases_days",
                table: "leases");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instalments_paid",
                table: "instalments");

            migrationBuilder.DropIndex(
                name: "ix_deposits_customer_id",
                table: "deposits");

            migrationBuilder.DropCheckConstraint(
                name: "ck_deposits_amount",
                table: "deposits");

            migrationBuilder.DropCheckConstraint(
                name: "ck_deposits_held",
                table: "deposits");

            migrationBuilder.DropCheckConstraint(
                name: "ck_corrections_of_one",
                table: "corrections");

            migrationBuilder.DropIndex(
                name: "ix_change_requests_subject",
                table: "change_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_change_requests_open",
                table: "change_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_buyers_share",
                table: "buyers");

            migrationBuilder.DropColumn(
                name: "yielded_to",
                table: "reservations");

            migrationBuilder.CreateTable(
                name: "yields",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_yields", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_yields_to_reservation_id",
                table: "yields",
                columns: new[] { "to", "reservation_id" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_buyers_subscriptions_subscription_id",
                table: "buyers",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_change_requests_units_unit_id",
                table: "change_requests",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_instalments_subscriptions_subscription_id",
                table: "instalments",
                column: "subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_leases_units_unit_id",
                table: "leases",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_price_lines_price_lists_price_list_id",
                table: "price_lines",
                column: "price_list_id",
                principalTable: "price_lists",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_queue_numbers_batches_batch_id",
                table: "queue_numbers",
                column: "batch_id",
                principalTable: "batches",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_reservations_customers_customer_id",
                table: "reservations",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_reservations_units_unit_id",
                table: "reservations",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_units_unit_id",
                table: "subscriptions",
                column: "unit_id",
                principalTable: "units",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_units_batches_batch_id",
                table: "units",
                column: "batch_id",
                principalTable: "batches",
                principalColumn: "id");

            migrationBuilder.AddForeignKey(
                name: "fk_units_projects_project",
                table: "units",
                column: "project",
                principalTable: "projects",
                principalColumn: "code",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
