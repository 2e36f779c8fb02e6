using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class NamesInOneForm : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What somebody wrote, however they wrote it: one width, one case, no spaces, one kind of digits.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION plain_text(written text) RETURNS text
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN translate(
                    lower(regexp_replace(normalize(written, NFKC), '\s', '', 'g') COLLATE "und-x-icu"),
                    '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789');
                """);
            // Which unit of a project it is: 1栋 is building 1, 2单元 entrance 2, 101室 room 101. No name has a slash.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION unit_key(building text, entrance text, room text) RETURNS text
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN regexp_replace(plain_text(building), '^(.+?)(号楼|栋|幢|座)$', '\1')
                    || '/' || regexp_replace(plain_text(entrance), '^(.+?)单元$', '\1')
                    || '/' || regexp_replace(plain_text(room), '^(.+?)(号|室)$', '\1');
                """);

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "units",
                type: "text",
                nullable: true);

            // One that was listed twice under two spellings keeps both units; the first is the one that lists mean.
            migrationBuilder.Sql(
                """
                UPDATE units SET name_key = unit_key(building, entrance, room)
                WHERE id IN (
                    SELECT DISTINCT ON (project, unit_key(building, entrance, room)) id FROM units
                    ORDER BY project, unit_key(building, entrance, room), id);
                """);

            migrationBuilder.CreateIndex(
                name: "ix_units_project_name_key",
                table: "units",
                columns: new[] { "project", "name_key" },
                unique: true);

            migrationBuilder.AddColumn<string>(
                name: "form_key",
                table: "reservations",
                type: "text",
                nullable: true);

            // Where a form was registered twice, both reservations stay; the first has the form.
            migrationBuilder.Sql(
                """
                UPDATE reservations SET form_key = named.key
                FROM (
                    SELECT DISTINCT ON (key) id, key
                    FROM (
                        SELECT r.id, r.registered_at, u.project || '/' || plain_text(r.form) AS key
                        FROM reservations r JOIN units u ON u.id = r.unit_id) AS each
                    ORDER BY key, registered_at, id) AS named
                WHERE reservations.id = named.id;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_reservations_form_key",
                table: "reservations",
                column: "form_key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_reservations_form_key",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "form_key",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "ix_units_project_name_key",
                table: "units");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "units");

            migrationBuilder.Sql("DROP FUNCTION unit_key(text, text, text); DROP FUNCTION plain_text(text);");
        }
    }
}
