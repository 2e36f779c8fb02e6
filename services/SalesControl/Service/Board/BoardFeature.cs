using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Ops.Platform.Departments;
using Ops.Platform.Storage;

namespace Ops.SalesControl.Board;

/// <summary>RES-2: the board 销控表 of each project.</summary>
internal static class BoardFeature
{
    public static DepartmentBuilder AddBoard(this DepartmentBuilder department)
    {
        var services = department.Services;
        services.AddSingleton<BoardReader>().AddSingleton<LiveBoards>()
            .AddSingleton<ICommitParticipant, BoardsHearOfCommits>();
        // Before the framework's own, which would pack once more what the board has packed already.
        services.AddSingleton<IResponseCompressionProvider, PackedOnce>();
        services.AddResponseCompression(options =>
        {
            // Answers go to who shows a token that no other page can send: nobody's guesses are mixed with another's
            // secrets.
            options.EnableForHttps = true;
            options.MimeTypes =
                [MediaTypeNames.Application.Json, MediaTypeNames.Application.ProblemJson, MediaTypeNames.Text.Csv];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.AddSingleton<IStartupFilter, Packing>();
        return department.Feature(
            "board.feature",
            "board.feature.about",
            board =>
            {
                ReadBoard.Map(board);
                WatchBoard.Map(board);
                PrintBoard.Map(board);
            });
    }

    private sealed class Packing : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseResponseCompression();
            next(app);
        };
    }

    private sealed class PackedOnce(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response.Headers.ContentEncoding.Count == 0 && base.ShouldCompressResponse(context);
    }
}
