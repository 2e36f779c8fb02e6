using Ops.Platform.Storage;
using Xunit;

namespace Ops.Platform.Tests.Telemetry;

public sealed class StatementNamesTests
{
    [Theory]
    [InlineData("-- claim deliveries\nWITH heads AS (SELECT 1) SELECT * FROM heads", "claim deliveries")]
    [InlineData("\n-- find the holder\n\nSELECT u.id\nFROM units AS u", "find the holder")]
    [InlineData("SELECT u.id, u.code\nFROM units AS u\nWHERE u.id = @p", "select units")]
    [InlineData("SELECT 1 FROM units WHERE id = $1 FOR UPDATE", "lock units")]
    [InlineData("SELECT 1 FROM units WHERE id = ANY ($1) ORDER BY id FOR SHARE", "lock units")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM messaging.parked) p", "select parked")]
    [InlineData(
        "INSERT INTO messaging.events AS e (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = $1", "insert events")]
    [InlineData("UPDATE \"units\" SET state = $1", "update units")]
    [InlineData("DELETE FROM messaging.inbox WHERE handled_at < $1", "delete inbox")]
    [InlineData(
        "WITH gone AS (DELETE FROM messaging.parked RETURNING 1) UPDATE messaging.inbox_streams SET parked = 0",
        "delete parked")]
    [InlineData(
        "INSERT INTO a (x) VALUES (1);\nUPDATE b SET x = 1;\nINSERT INTO a (x) VALUES (2);\n", "insert a, update b")]
    [InlineData(
        "SELECT pg_advisory_xact_lock(hashtextextended(@l, @k));\nSELECT c.id\nFROM customers AS c",
        "lock a name, select customers")]
    [InlineData(
        "-- run messaging/001-messaging.sql\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\n",
        "run messaging/001-messaging.sql")]
    [InlineData("ALTER ROLE \"x\" LOGIN PASSWORD 'secret'", "alter role")]
    [InlineData("NOTIFY ops_clock", "notify")]
    [InlineData("", "statement")]
    public void A_statement_is_called_by_its_comment_or_by_its_verb_and_table_and_never_by_a_value(
        string sql, string name) => Assert.Equal(name, StatementNames.Of(sql));
}
