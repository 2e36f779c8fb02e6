using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.SalesControl.Storage.Migrations
{
    /// <summary>Each filter of a list has an index, by which its newest entries are found.</summary>
    public partial class IndexesOfFilters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex("ix_change_requests_project_state", "change_requests");
            migrationBuilder.CreateIndex("ix_reservations_project_consultant_id", "reservations", new[] { "project", "consultant", "id" });
            migrationBuilder.CreateIndex("ix_reservations_project_state_id", "reservations", new[] { "project", "state", "id" });
            migrationBuilder.CreateIndex("ix_deposits_project_state_id", "deposits", new[] { "project", "state", "id" });
            migrationBuilder.CreateIndex("ix_deposits_queue_number_id", "deposits", new[] { "queue_number_id" });
            migrationBuilder.CreateIndex("ix_subscriptions_project_consultant_id", "subscriptions", new[] { "project", "consultant", "id" });
            migrationBuilder.CreateIndex("ix_subscriptions_project_signed_at", "subscriptions", new[] { "project", "signed_at" });
            migrationBuilder.CreateIndex("ix_subscriptions_project_state_id", "subscriptions", new[] { "project", "state", "id" });
            migrationBuilder.CreateIndex("ix_change_requests_project_asked_by_id", "change_requests", new[] { "project", "asked_by", "id" });
            migrationBuilder.CreateIndex("ix_change_requests_project_id", "change_requests", new[] { "project", "id" });
            migrationBuilder.CreateIndex("ix_change_requests_project_kind_id", "change_requests", new[] { "project", "kind", "id" });
            migrationBuilder.CreateIndex("ix_change_requests_project_state_id", "change_requests", new[] { "project", "state", "id" });
            migrationBuilder.CreateIndex("ix_leases_project_id", "leases", new[] { "project", "id" });
            migrationBuilder.CreateIndex("ix_leases_project_state_id", "leases", new[] { "project", "state", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex("ix_reservations_project_consultant_id", "reservations");
            migrationBuilder.DropIndex("ix_reservations_project_state_id", "reservations");
            migrationBuilder.DropIndex("ix_deposits_project_state_id", "deposits");
            migrationBuilder.DropIndex("ix_deposits_queue_number_id", "deposits");
            migrationBuilder.DropIndex("ix_subscriptions_project_consultant_id", "subscriptions");
            migrationBuilder.DropIndex("ix_subscriptions_project_signed_at", "subscriptions");
            migrationBuilder.DropIndex("ix_subscriptions_project_state_id", "subscriptions");
            migrationBuilder.DropIndex("ix_change_requests_project_asked_by_id", "change_requests");
            migrationBuilder.DropIndex("ix_change_requests_project_id", "change_requests");
            migrationBuilder.DropIndex("ix_change_requests_project_kind_id", "change_requests");
            migrationBuilder.DropIndex("ix_change_requests_project_state_id", "change_requests");
            migrationBuilder.DropIndex("ix_leases_project_id", "leases");
            migrationBuilder.DropIndex("ix_leases_project_state_id", "leases");
            migrationBuilder.CreateIndex(
                "ix_change_requests_project_state", "change_requests", new[] { "project", "state" });
        }
    }
}
