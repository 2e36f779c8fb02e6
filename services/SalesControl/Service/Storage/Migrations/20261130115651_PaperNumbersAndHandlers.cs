using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class PaperNumbersAndHandlers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // How the number of a paper is asked for. Where one was used twice in two spellings, both stay.
            migrationBuilder.Sql(
                """
                CREATE INDEX ix_deposits_plain_receipt ON deposits (project, plain_text(receipt));
                CREATE INDEX ix_ledger_plain_receipt ON ledger (project, plain_text(receipt))
                    WHERE account = 'Cash' AND kind = 'PaymentReceived';
                CREATE INDEX ix_subscriptions_plain_agreement_number
                    ON subscriptions (project, plain_text(agreement_number));
                CREATE INDEX ix_subscriptions_plain_contract_number
                    ON subscriptions (project, plain_text(contract_number));
                CREATE INDEX ix_queue_numbers_plain_agreement_number
                    ON queue_numbers (project, plain_text(agreement_number));
                CREATE INDEX ix_leases_plain_booking_number ON leases (project, plain_text(booking_number));
                """);

            migrationBuilder.AddColumn<string>(
                name: "passed_to",
                table: "change_requests",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP INDEX ix_deposits_plain_receipt;
                DROP INDEX ix_ledger_plain_receipt;
                DROP INDEX ix_subscriptions_plain_agreement_number;
                DROP INDEX ix_subscriptions_plain_contract_number;
                DROP INDEX ix_queue_numbers_plain_agreement_number;
                DROP INDEX ix_leases_plain_booking_number;
                """);

            migrationBuilder.DropColumn(
                name: "passed_to",
                table: "change_requests");
        }
    }
}
