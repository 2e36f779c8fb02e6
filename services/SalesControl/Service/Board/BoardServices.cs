using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>What the board is made of.</summary>
internal static class BoardServices
{
    public static IHostApplicationBuilder AddBoard(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BoardReader>().AddSingleton<LiveBoards>().AddSingleton<ICommitParticipant, BoardsHearOfCommits>();
        // Before the framework's own, which would pack once more what the board has packed already.
        builder.Services.AddSingleton<IResponseCompressionProvider, PackedOnce>();
        builder.Services.AddResponseCompression(options =>
        {
            // Answers go to who shows a token that no other page can send: nobody's guesses are mixed with another's secrets.
            options.EnableForHttps = true;
            options.MimeTypes = [MediaTypeNames.Application.Json, MediaTypeNames.Application.ProblemJson, MediaTypeNames.Text.Csv];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.AddSingleton<IStartupFilter, Packing>();
        return builder;
    }

    public static void MapBoard(this IEndpointRouteBuilder api)
    {
        var board = api.MapFeature(
            "Board 销控表",
            "All units of a project and their states: read, watched as they change, or as a workbook.");
        board.MapReadBoard();
        board.MapWatchBoard();
        board.MapBoardSheet();
    }

    private sealed class Packing : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseResponseCompression();
            next(app);
        };
    }

    private sealed class PackedOnce(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) => context.Response.Headers.ContentEncoding.Count == 0 && base.ShouldCompressResponse(context);
    }
}
