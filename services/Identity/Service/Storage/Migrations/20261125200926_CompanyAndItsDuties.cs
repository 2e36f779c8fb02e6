using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.Identity.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CompanyAndItsDuties : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_duties",
                table: "duties");

            migrationBuilder.AddColumn<string>(
                name: "company",
                table: "sites",
                type: "text",
                nullable: false,
                defaultValue: "company");

            migrationBuilder.AddColumn<string>(
                name: "company",
                table: "duties",
                type: "text",
                nullable: false,
                defaultValue: "company");

            migrationBuilder.AddPrimaryKey(
                name: "pk_duties",
                table: "duties",
                columns: new[] { "company", "code" });

            migrationBuilder.CreateTable(
                name: "companies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_companies", x => x.id);
                    table.UniqueConstraint("ak_companies_code", x => x.code);
                });

            // The one that every installation begins with; what is there already is its.
            migrationBuilder.Sql("INSERT INTO companies (id, code, name, version) VALUES (gen_random_uuid(), 'company', '公司', 0);");

            migrationBuilder.CreateIndex(
                name: "ix_sites_company",
                table: "sites",
                column: "company");

            migrationBuilder.AddForeignKey(
                name: "fk_duties_companies_company",
                table: "duties",
                column: "company",
                principalTable: "companies",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_sites_companies_company",
                table: "sites",
                column: "company",
                principalTable: "companies",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_duties_companies_company",
                table: "duties");

            migrationBuilder.DropForeignKey(
                name: "fk_sites_companies_company",
                table: "sites");

            migrationBuilder.DropTable(
                name: "companies");

            migrationBuilder.DropIndex(
                name: "ix_sites_company",
                table: "sites");

            migrationBuilder.DropPrimaryKey(
                name: "pk_duties",
                table: "duties");

            migrationBuilder.DropColumn(
                name: "company",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "company",
                table: "duties");

            migrationBuilder.AddPrimaryKey(
                name: "pk_duties",
                table: "duties",
                column: "code");
        }
    }
}
