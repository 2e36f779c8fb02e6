using Microsoft.AspNetCore.Builder;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// Metadata of a route that its description is made from. Whatever acts on a route (the permission, the command, the
/// version) says here what it takes and answers, once and for every route that it acts on.
/// </summary>
public interface IRouteTrait
{
    /// <summary>The statuses that it answers, each with a problem.</summary>
    IReadOnlyList<int> Statuses => [];

    /// <summary>The request headers that it reads.</summary>
    /// <param name="route">All that the route is made of.</param>
    IReadOnlyList<HeaderInfo> Takes(IReadOnlyList<object> route) => [];

    /// <summary>The headers of what is answered when it goes through.</summary>
    IReadOnlyList<HeaderInfo> Sends => [];

    /// <summary>The content types of a body that is a file and no JSON.</summary>
    IReadOnlyList<string> TakesFiles => [];

    /// <summary>The content types of an answer that is a file and no JSON.</summary>
    IReadOnlyList<string> AnswersFiles => [];
}

/// <summary>A header, in a description.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">The text that says what it is for.</param>
/// <param name="Example">How it may look.</param>
public sealed record HeaderInfo(string Name, string About, string Example)
{
    /// <summary>Whether nothing goes without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What it must look like, as a regular expression.</summary>
    public string? Pattern { get; init; }

    /// <summary>Its most characters.</summary>
    public int? Longest { get; init; }
}

/// <summary>A body that is a file: whatever type it is sent with, it is looked at.</summary>
/// <param name="Types">The content types that it is described with.</param>
public sealed record TakesFile(params IReadOnlyList<string> Types) : IRouteTrait
{
    /// <inheritdoc />
    public IReadOnlyList<string> TakesFiles => Types;
}

/// <summary>An answer that is a file, or is one where it was asked for so.</summary>
/// <param name="Types">Its content types.</param>
public sealed record AnswersFile(params IReadOnlyList<string> Types) : IRouteTrait
{
    /// <inheritdoc />
    public IReadOnlyList<string> AnswersFiles => Types;
}

/// <summary>What a handler answers beside what the route's traits do.</summary>
/// <param name="Problems">The statuses.</param>
public sealed record MayAnswer(params IReadOnlyList<int> Problems) : IRouteTrait
{
    /// <inheritdoc />
    public IReadOnlyList<int> Statuses => Problems;
}

/// <summary>The version of the thing that is answered is in the <c>ETag</c>.</summary>
public sealed record SendsVersion : IRouteTrait
{
    /// <inheritdoc />
    public IReadOnlyList<HeaderInfo> Sends { get; } = [new("ETag", "reference.etag", "\"3\"")];
}

/// <summary>The answer has a tag, and need not be sent again to who has it still.</summary>
internal sealed record Tagged : IRouteTrait
{
    public IReadOnlyList<HeaderInfo> Sends { get; } = [new("ETag", "reference.etag-of-answer", "\"1cc9-1586\"")];

    public IReadOnlyList<HeaderInfo> Takes(IReadOnlyList<object> route) =>
        [new("If-None-Match", "reference.if-none-match", "\"1cc9-1586\"")];
}

/// <summary>How a route says what it answers.</summary>
public static class RouteTraits
{
    /// <summary>Says that the answer has the thing's version in its <c>ETag</c>.</summary>
    public static TBuilder SendsVersion<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new SendsVersion());

    /// <summary>Says that the answer has an <c>ETag</c>, and is 304 for who sends it with what they have.</summary>
    public static TBuilder Revalidates<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Tagged());

    /// <summary>Says that the answer is a file, of one of these types.</summary>
    public static TBuilder AnswersFile<TBuilder>(this TBuilder route, params string[] types)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AnswersFile(types));
}
