using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.Identity.Storage.Migrations
{
    /// <inheritdoc />
    public partial class KeysAndChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_account_tokens_accounts_user_id",
                table: "account_tokens");

            migrationBuilder.DropForeignKey(
                name: "fk_accounts_staff_id",
                table: "accounts");

            migrationBuilder.DropForeignKey(
                name: "fk_authorizations_clients_application_id",
                table: "authorizations");

            migrationBuilder.DropForeignKey(
                name: "fk_tokens_authorizations_authorization_id",
                table: "tokens");

            migrationBuilder.DropForeignKey(
                name: "fk_tokens_clients_application_id",
                table: "tokens");

            migrationBuilder.AddCheckConstraint(
                name: "ck_leaves_days",
                table: "leaves",
                sql: "until >= \"from\"");

            migrationBuilder.AddCheckConstraint(
                name: "ck_delegations_days",
                table: "delegations",
                sql: "until >= \"from\"");

            migrationBuilder.AddForeignKey(
                name: "fk_account_tokens_accounts_user_id",
                table: "account_tokens",
                column: "user_id",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_accounts_staff_id",
                table: "accounts",
                column: "id",
                principalTable: "staff",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_authorizations_clients_application_id",
                table: "authorizations",
                column: "application_id",
                principalTable: "clients",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_tokens_authorizations_authorization_id",
                table: "tokens",
                column: "authorization_id",
                principalTable: "authorizations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_tokens_clients_application_id",
                table: "tokens",
                column: "application_id",
                principalTable: "clients",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_account_tokens_accounts_user_id",
                table: "account_tokens");

            migrationBuilder.DropForeignKey(
                name: "fk_accounts_staff_id",
                table: "accounts");

            migrationBuilder.DropForeignKey(
                name: "fk_authorizations_clients_application_id",
                table: "authorizations");

            migrationBuilder.DropForeignKey(
                name: "fk_tokens_authorizations_authorization_id",
                table: "tokens");

            migrationBuilder.DropForeignKey(
                name: "fk_tokens_clients_application_id",
                table: "tokens");

            migrationBuilder.DropCheckConstraint(
                name: "ck_leaves_days",
                table: "leaves");

            migrationBuilder.DropCheckConstraint(
                name: "ck_delegations_days",
                table: "delegations");

            migrationBuilder.AddForeignKey(
                name: "fk_account_tokens_accounts_user_id",
                table: "account_tokens",
                column: "user_id",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_accounts_staff_id",
                table: "accounts",
                column: "id",
                principalTable: "staff",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_authorizations_clients_application_id",
                table: "authorizations",
                column: "application_id",
                principalTable: "clients",
                principalColumn: "id");

            migrationBuilder.AddForeignKey(
                name: "fk_tokens_authorizations_authorization_id",
                table: "tokens",
                column: "authorization_id",
                principalTable: "authorizations",
                principalColumn: "id");

            migrationBuilder.AddForeignKey(
                name: "fk_tokens_clients_application_id",
                table: "tokens",
                column: "application_id",
                principalTable: "clients",
                principalColumn: "id");
        }
    }
}
