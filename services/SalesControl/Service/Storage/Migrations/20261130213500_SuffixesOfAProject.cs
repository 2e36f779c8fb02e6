using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.SalesControl.Storage.Migrations
{
    /// <summary>
    /// What may stand behind the names of a unit's parts is a project's own. Projects that are there have what all had.
    /// </summary>
    public partial class SuffixesOfAProject : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var (name, suffixes) in new[]
            {
                ("building_suffixes", "'号楼', '栋', '幢', '座'"), ("entrance_suffixes", "'单元'"),
                ("room_suffixes", "'号', '室'"),
            })
            {
                migrationBuilder.AddColumn<string[]>(
                    name: name,
                    table: "projects",
                    type: "text[]",
                    nullable: false,
                    defaultValueSql: $"ARRAY[{suffixes}]");
            }

            // Each with its suffixes as a regular expression has them: 栋|座.
            migrationBuilder.Sql(
                """
                DROP FUNCTION unit_key(text, text, text);
                CREATE FUNCTION unit_key(
                    building text, entrance text, room text, of_building text, of_entrance text, of_room text)
                RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN regexp_replace(plain_text(building), '^(.+?)(' || plain_text(of_building) || ')$', '\1')
                    || '/' || regexp_replace(plain_text(entrance), '^(.+?)(' || plain_text(of_entrance) || ')$', '\1')
                    || '/' || regexp_replace(plain_text(room), '^(.+?)(' || plain_text(of_room) || ')$', '\1');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP FUNCTION unit_key(text, text, text, text, text, text);
                CREATE FUNCTION unit_key(building text, entrance text, room text) RETURNS text
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN regexp_replace(plain_text(building), '^(.+?)(号楼|栋|幢|座)$', '\1')
                    || '/' || regexp_replace(plain_text(entrance), '^(.+?)单元$', '\1')
                    || '/' || regexp_replace(plain_text(room), '^(.+?)(号|室)$', '\1');
                """);
            foreach (var name in new[] { "building_suffixes", "entrance_suffixes", "room_suffixes" })
                migrationBuilder.DropColumn(name: name, table: "projects");
        }
    }
}
