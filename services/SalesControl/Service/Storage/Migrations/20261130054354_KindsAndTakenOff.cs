using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class KindsAndTakenOff : Migration
    {
        /// <summary>
        /// The kinds that there were, under the codes that stand on their units, and those that a developer has beside.
        /// </summary>
        private const string TheFirstKinds =
            """
            INSERT INTO unit_kinds (id, code, name, name_en, follows, version) VALUES
                ('01a22b00-0000-7000-8000-000000000001', 'home', '住宅', 'home', 'Home', 0),
                ('01a22b00-0000-7000-8000-000000000002', 'shop', '商铺', 'shop', 'Shop', 0),
                ('01a22b00-0000-7000-8000-000000000003', 'parking', '车位', 'parking', 'Home', 0),
                ('01a22b00-0000-7000-8000-000000000004', 'apartment', '公寓', 'apartment', 'Home', 0),
                ('01a22b00-0000-7000-8000-000000000005', 'office', '写字楼', 'office', 'Shop', 0),
                ('01a22b00-0000-7000-8000-000000000006', 'storage', '储藏间', 'storage', 'Home', 0);
            UPDATE units SET kind = lower(kind);
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "unit_kinds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    follows = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_kinds", x => x.id);
                    table.UniqueConstraint("ak_unit_kinds_code", x => x.code);
                });

            migrationBuilder.Sql(TheFirstKinds);

            migrationBuilder.CreateIndex(
                name: "ix_units_kind",
                table: "units",
                column: "kind");

            migrationBuilder.CreateIndex(
                name: "ix_units_taken_off",
                table: "units",
                column: "project",
                filter: "state = 'TakenOff'");

            migrationBuilder.AddForeignKey(
                name: "fk_units_unit_kinds_kind",
                table: "units",
                column: "kind",
                principalTable: "unit_kinds",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_units_unit_kinds_kind",
                table: "units");
            migrationBuilder.Sql("UPDATE units SET kind = initcap(kind);");

            migrationBuilder.DropTable(
                name: "unit_kinds");

            migrationBuilder.DropIndex(
                name: "ix_units_kind",
                table: "units");

            migrationBuilder.DropIndex(
                name: "ix_units_taken_off",
                table: "units");
        }
    }
}
