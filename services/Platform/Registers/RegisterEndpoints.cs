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
    /// <summary>Registers the registers. Personal fields need the service's key ring (<c>AddPersonalData</c>).</summary>
    public static IHostApplicationBuilder AddRegisters(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(new PlatformSchema(
            "registers", typeof(RegisterEndpoints).Assembly, "GRANT SELECT, INSERT ON registers.entries, registers.personal TO {role}; GRANT SELECT, INSERT, UPDATE ON registers.heads TO {role};"));
        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<PersonalFields>();
        builder.Services.AddScoped<IRegisterBook, RegisterBook>();
        return builder;
    }

    /// <summary>
    /// Maps <c>GET registers/{register}/{site}</c> (an export, NDJSON: a header, then one entry a line with the very text that was hashed) and
    /// <c>GET registers/{register}/{site}/verify</c>. Another site's registers are not found.
    /// </summary>
    public static IEndpointRouteBuilder MapRegisters(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapQuery("registers/{register}/{site}", permission, ExportAsync);
        api.MapQuery("registers/{register}/{site}/verify", permission, VerifyAsync);
        return api;
    }

    private static async Task<IResult> ExportAsync(string register, string site, Actor actor, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(site))
            return NotSeen(register, site);

        // Opened before the answer begins, so that a database that is away is still a problem and not half a file.
        var chain = await StoredChain.OpenAsync(database, register, site, cancellationToken);
        return TypedResults.Stream(
            async output =>
            {
                await using (chain)
                    await RegisterExport.WriteAsync(chain, register, site, output, cancellationToken);
            },
            RegisterExport.ContentType, $"{register}-{site}.ndjson");
    }

    private static async Task<IResult> VerifyAsync(string register, string site, Actor actor, IRegisterBook registers, CancellationToken cancellationToken) =>
        actor.MaySee(site) ? TypedResults.Ok(await registers.VerifyAsync(register, site, cancellationToken)) : NotSeen(register, site);

    private static IResult NotSeen(string register, string site) => Refused.NotFound($"There is no register {register} of {site} among those that you may see.").ToProblem();
}
