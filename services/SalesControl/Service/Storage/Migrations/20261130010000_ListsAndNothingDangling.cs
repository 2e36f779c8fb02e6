using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ListsAndNothingDangling : Migration
    {
        /// <summary>
        /// What was left hanging before whatever ends a thing ended the tasks about it: that is closed; what its matter
        /// is, is said; and what is to be refunded is somebody's to refund.
        /// </summary>
        private const string WhatHangs =
            """
            UPDATE change_requests SET state = 'Closed', ended_at = r.ended_at, ended_by = 'system:upgrade',
                ended_why = '{"code":"change.closed.reservation-over","args":{}}'
                FROM reservations r WHERE r.id = change_requests.subject AND change_requests.state = 'Pending'
                    AND r.ended_at IS NOT NULL;
            UPDATE approvals.requests SET state = 'closed', ended_at = c.ended_at, ended_by = 'system:upgrade',
                ended_why = c.ended_why FROM change_requests c
                WHERE requests.key = 'change/' || c.id AND requests.state = 'pending' AND c.state = 'Closed';

            UPDATE tasks.entries SET done_at = thing.ended_at, done_by = 'system:upgrade'
                FROM (SELECT '/api/sales/reservations/' || id AS path, ended_at FROM reservations
                    UNION ALL SELECT '/api/sales/subscriptions/' || id, ended_at FROM subscriptions
                    UNION ALL SELECT '/api/sales/leases/' || id, ended_at FROM leases
                    UNION ALL SELECT '/api/sales/queue-numbers/' || id, ended_at FROM queue_numbers
                    UNION ALL SELECT '/api/sales/changes/' || id, ended_at FROM change_requests
                    UNION ALL SELECT '/api/sales/price-lists/' || id, published_at FROM price_lists) AS thing
                WHERE entries.subject = thing.path AND entries.done_at IS NULL AND thing.ended_at > entries.at;

            UPDATE tasks.entries SET matter = subject || '#decision'
                WHERE done_at IS NULL AND (key LIKE 'approve/%' OR key LIKE 'decide/price-list/%');
            UPDATE tasks.entries SET matter = subject || '#offer/' || r.consultant FROM reservations r
                WHERE done_at IS NULL AND subject = '/api/sales/reservations/' || r.id
                    AND (key LIKE 'offered/%' OR key LIKE 'undelivered/%');
            UPDATE tasks.entries SET done_at = r.held_at, done_by = 'system:upgrade' FROM reservations r
                WHERE done_at IS NULL AND subject = '/api/sales/reservations/' || r.id
                    AND matter LIKE '%#offer/%' AND r.state <> 'Offered';
            UPDATE tasks.entries SET matter = subject || '#end/' || extract(epoch FROM date_trunc('second', due_at))::bigint
                WHERE done_at IS NULL AND key LIKE 'report/%';
            UPDATE tasks.entries SET matter = subject || '#contract'
                WHERE done_at IS NULL AND (key LIKE 'contract-overdue/%' OR key LIKE 'remind/contract-due/%');
            UPDATE tasks.entries SET done_at = s.contract_signed_at, done_by = 'system:upgrade' FROM subscriptions s
                WHERE done_at IS NULL AND matter = '/api/sales/subscriptions/' || s.id || '#contract'
                    AND s.contract_signed_at IS NOT NULL;
            UPDATE tasks.entries SET matter = subject || '#instalment/' || i.id FROM instalments i
                WHERE done_at IS NULL
                    AND (key = 'instalment-overdue/' || i.id OR key = 'remind/instalment-due/' || i.id);
            UPDATE tasks.entries SET done_at = COALESCE(i.paid_at, i.replaced_at), done_by = 'system:upgrade'
                FROM instalments i WHERE done_at IS NULL AND COALESCE(i.paid_at, i.replaced_at) IS NOT NULL
                    AND matter = '/api/sales/subscriptions/' || i.subscription_id || '#instalment/' || i.id;
            UPDATE tasks.entries SET matter = subject || '#to/' || l."to" FROM leases l
                WHERE done_at IS NULL AND subject = '/api/sales/leases/' || l.id
                    AND (key LIKE 'lease-over/%' OR key LIKE 'lease-ends/%');

            UPDATE tasks.entries SET rule = 'RES-1', subject = '/api/sales/projects/' || site
                || '/deposits?reservationId=' || substr(key, length('give-back/') + 1)
                WHERE done_at IS NULL AND key LIKE 'give-back/%';
            INSERT INTO tasks.entries (id, key, permission, site, title, rule, subject, must_be_done, at, text)
                SELECT gen_random_uuid(), 'give-back/' || r.id, 'sales.deposit.refund', u.project,
                    'reservation.task.give-back', 'RES-1',
                    '/api/sales/projects/' || u.project || '/deposits?reservationId=' || r.id, true, r.ended_at,
                    json_build_object('code', 'reservation.task.give-back', 'args', json_build_object('unit', u.code))
                FROM reservations r JOIN units u ON u.id = r.unit_id
                WHERE r.ended_at IS NOT NULL AND EXISTS (
                    SELECT FROM deposits d WHERE d.reservation_id = r.id AND d.state = 'Held')
                ON CONFLICT DO NOTHING;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_change_requests_unit_id_kind_subject",
                table: "change_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_change_requests_open",
                table: "change_requests");

            migrationBuilder.Sql("UPDATE change_requests SET state = 'Pending' WHERE state = 'Asked';");

            migrationBuilder.AddColumn<Guid>(
                name: "deposit_id",
                table: "reservations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "project",
                table: "reservations",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql(
                """
                UPDATE reservations SET project = u.project, deposit_id = d.id
                FROM reservations r JOIN units u ON u.id = r.unit_id
                    LEFT JOIN deposits d ON d.project = u.project AND d.receipt = r.deposit_receipt
                WHERE r.id = reservations.id;
                """);
            // Customers are found by how their name begins, however it is written.
            migrationBuilder.Sql(
                "CREATE INDEX ix_customers_plain_name ON customers (plain_text(name) text_pattern_ops);");
            migrationBuilder.Sql(WhatHangs);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_project_id",
                table: "subscriptions",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reservations_project_expires_at",
                table: "reservations",
                columns: new[] { "project", "expires_at" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reservations_project_id",
                table: "reservations",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deposits_held",
                table: "deposits",
                column: "project",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deposits_project_id",
                table: "deposits",
                columns: new[] { "project", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_unit_id_kind_subject",
                table: "change_requests",
                columns: new[] { "unit_id", "kind", "subject" },
                unique: true,
                filter: "state = 'Pending'")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_change_requests_open",
                table: "change_requests",
                sql: "(ended_at IS NULL) = (state = 'Pending')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_customers_plain_name",
                table: "customers");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_project_id",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_reservations_project_expires_at",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_reservations_project_id",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_deposits_held",
                table: "deposits");

            migrationBuilder.DropIndex(
                name: "ix_deposits_project_id",
                table: "deposits");

            migrationBuilder.DropIndex(
                name: "ix_change_requests_unit_id_kind_subject",
                table: "change_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_change_requests_open",
                table: "change_requests");

            migrationBuilder.Sql("UPDATE change_requests SET state = 'Asked' WHERE state = 'Pending';");

            migrationBuilder.DropColumn(
                name: "deposit_id",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "project",
                table: "reservations");

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_unit_id_kind_subject",
                table: "change_requests",
                columns: new[] { "unit_id", "kind", "subject" },
                unique: true,
                filter: "state = 'Asked'")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_change_requests_open",
                table: "change_requests",
                sql: "(ended_at IS NULL) = (state = 'Asked')");
        }
    }
}
