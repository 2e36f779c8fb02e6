using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Registers;

/// <summary>Registers for those who read and check them.</summary>
public static class RegisterEndpoints
{
    /// <summary>Registers the registers. Personal fields need <c>Registers:PersonalKey</c>.</summary>
    public static IHostApplicationBuilder AddRegisters(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(new PlatformSchema(
            "registers", typeof(RegisterEndpoints).Assembly, "GRANT SELECT, INSERT ON registers.entries, registers.personal TO {role}; GRANT SELECT, INSERT, UPDATE ON registers.heads TO {role};"));
        builder.Services.AddSingleton<PersonalFields>();
        builder.Services.AddScoped<IRegisterBook, RegisterBook>();
        return builder;
    }

    /// <summary>
    /// Maps <c>GET registers/{register}/{site}</c> (an export: one entry a line, with the very text that was hashed) and
    /// <c>GET registers/{register}/{site}/verify</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapRegisters(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapQuery("registers/{register}/{site}", permission, Export);
        api.MapQuery("registers/{register}/{site}/verify", permission, VerifyAsync);
        return api;
    }

    /// <summary>
    /// With <c>--verify-register REGISTER/SITE</c> walks the chain in the service's database, with <c>--verify-export FILE</c> the
    /// one in an export, says what it found and answers true; the process' exit code is 1 when the chain is broken.
    /// </summary>
    public static async Task<bool> VerifyWhenAskedAsync(this IHost app, string[] args)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        if (Argument(args, "--verify-register") is { } named && named.Split('/') is [var register, var site])
        {
            await using var scope = app.Services.CreateAsyncScope();
            Tell(named, await scope.ServiceProvider.GetRequiredService<IRegisterBook>().VerifyAsync(register, site, CancellationToken.None));
            return true;
        }

        if (Argument(args, "--verify-export") is not { } file)
            return false;

        Tell(file, await VerifyExportAsync(file));
        return true;
    }

    private static IResult Export(string register, string site, Actor actor, NpgsqlDataSource database) =>
        actor.MaySee(site)
            ? TypedResults.Stream(
                async output =>
                {
                    await using var connection = await database.OpenConnectionAsync();
                    await foreach (var row in RegisterBook.ReadAsync(connection, register, site, CancellationToken.None))
                    {
                        await JsonSerializer.SerializeAsync(output, new ExportLine(row.Sequence, row.Hash, row.Text), ExportJson);
                        output.WriteByte((byte)'\n');
                    }
                },
                "application/x-ndjson",
                $"{register}-{site}.ndjson")
            : Refused.NotFound($"There is no register {register} of {site} among those that you may see.").ToProblem();

    private static async Task<IResult> VerifyAsync(string register, string site, Actor actor, IRegisterBook registers, CancellationToken cancellationToken) =>
        actor.MaySee(site)
            ? TypedResults.Ok(await registers.VerifyAsync(register, site, cancellationToken))
            : Refused.NotFound($"There is no register {register} of {site} among those that you may see.").ToProblem();

    private static async Task<Verification> VerifyExportAsync(string file)
    {
        ChainWalk? walk = null;
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file))
        {
            number++;
            try
            {
                var entry = JsonSerializer.Deserialize<ExportLine>(line, ExportJson)!;
                if (walk is null)
                {
                    // The first entry says which register it is; all others must say the same.
                    using var first = JsonDocument.Parse(entry.Text);
                    walk = new ChainWalk(first.RootElement.GetProperty("register").GetString()!, first.RootElement.GetProperty("site").GetString()!);
                }

                walk.Take(new ChainRow(entry.Sequence, entry.Text, entry.Hash));
            }
            catch (Exception failure) when (failure is JsonException or KeyNotFoundException)
            {
                return new(number - 1, Intact: false, Head: null, BrokenAt: number, $"Line {number} cannot be read.");
            }
        }

        return (walk ?? new ChainWalk("", "")).End();
    }

    private static void Tell(string what, Verification found)
    {
        Console.WriteLine(found.Intact ? $"{what}: {found.Entries} entries, intact, head {found.Head ?? "none"}" : $"{what}: BROKEN at entry {found.BrokenAt}: {found.Reason}");
        Environment.ExitCode = found.Intact ? 0 : 1;
    }

    private static string? Argument(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : args.FirstOrDefault(arg => arg.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static readonly JsonSerializerOptions ExportJson = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    private sealed record ExportLine(long Sequence, string Hash, string Text);
}
