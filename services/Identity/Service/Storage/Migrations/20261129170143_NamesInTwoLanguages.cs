using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.Identity.Storage.Migrations
{
    /// <inheritdoc />
    public partial class NamesInTwoLanguages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "name",
                table: "duties");

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "sites",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "sites",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "posts",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<string>(
                name: "name_en",
                table: "posts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "duties",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<string>(
                name: "name_en",
                table: "departments",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sites_id",
                table: "sites",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_posts_id",
                table: "posts",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_duties_id",
                table: "duties",
                column: "id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sites_id",
                table: "sites");

            migrationBuilder.DropIndex(
                name: "ix_posts_id",
                table: "posts");

            migrationBuilder.DropIndex(
                name: "ix_duties_id",
                table: "duties");

            migrationBuilder.DropColumn(
                name: "id",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "version",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "id",
                table: "posts");

            migrationBuilder.DropColumn(
                name: "name_en",
                table: "posts");

            migrationBuilder.DropColumn(
                name: "id",
                table: "duties");

            migrationBuilder.DropColumn(
                name: "name_en",
                table: "departments");

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "duties",
                type: "text",
                nullable: false,
                defaultValue: "");
        }
    }
}
