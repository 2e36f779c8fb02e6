using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.SalesControl.Storage.Migrations
{
    /// <summary>Which transaction corrected a customer's name last: the board shows names, and tells who watches it of those too. The model does not know of it.</summary>
    [DbContext(typeof(SalesControlDb))]
    [Migration("20261125210000_BoardSeesNames")]
    public partial class BoardSeesNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            ALTER TABLE customers ADD COLUMN renamed_in xid8;
            CREATE FUNCTION note_name() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.renamed_in := pg_current_xact_id();
                RETURN NEW;
            END $$;
            CREATE TRIGGER note_name BEFORE UPDATE OF name ON customers FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_name();
            CREATE INDEX ix_customers_renamed_in ON customers (project, renamed_in) WHERE renamed_in IS NOT NULL;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP TRIGGER note_name ON customers;
            DROP FUNCTION note_name();
            ALTER TABLE customers DROP COLUMN renamed_in;
            """);
    }
}
