using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.SalesControl.Storage.Migrations
{
    /// <summary>
    /// <see cref="TaskTitlesAreTexts"/> at first gave entries about price lists codes that no resource file has, and a
    /// place that the texts do not have: an installation that had run it until then could not read its task lists.
    /// </summary>
    public partial class PriceListTaskTitles : Migration
    {
        internal const string Sql =
            """
            UPDATE tasks.entries SET title = named.code, text = json_build_object('code', named.code, 'args',
                ((text -> 'args')::jsonb - 'number') || jsonb_build_object('version', text -> 'args' -> 'number'))
            FROM (SELECT id, replace(title, 'price-list.', 'prices.') AS code FROM tasks.entries
                WHERE title LIKE 'price-list.task.%' AND text IS NOT NULL) AS named
            WHERE entries.id = named.id
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nobody could read what was wrong.
        }
    }
}
