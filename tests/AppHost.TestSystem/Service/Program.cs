// A service that says what it was given, and ends with a code when asked to.
using System.Collections;
using Npgsql;

if (args is ["--end-with", var code])
{
    Console.WriteLine($"ends with {code}");
    return int.Parse(code);
}

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.MapGet("/health", () => File.Exists("/proc/self/stat"));
app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value));
app.MapGet("/database", async (IConfiguration configuration) =>
{
    await using var connection = new NpgsqlConnection(configuration.GetConnectionString("db"));
    await connection.OpenAsync();
    return connection.Database;
});
app.MapPost("/die", () => Environment.FailFast("told to die"));
await app.RunAsync();
return 0;
