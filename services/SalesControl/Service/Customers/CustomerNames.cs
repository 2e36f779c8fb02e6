using Microsoft.EntityFrameworkCore;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Customers;

/// <summary>Finds customers by name, however it is written.</summary>
internal static class CustomerNames
{
    /// <summary>Entries whose name begins so: in one width, one case, without spaces.</summary>
    /// <param name="db">The database.</param>
    /// <param name="project">Of this project; null for any.</param>
    /// <param name="beginning">How the name begins.</param>
    public static IQueryable<Customer> NamedLike(this SalesControlDb db, string? project, string beginning) =>
        db.Customers.FromSql(
            $"""
            SELECT * FROM customers WHERE ({project}::text IS NULL OR project = {project})
                AND plain_text(name) LIKE regexp_replace(plain_text({beginning}), '([%_\\])', '\\\1', 'g') || '%'
            """);
}
