extern alias identity;

using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;
using NSwag;
using Ops.Platform.Departments;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;
using PermissionCatalogue = identity::Ops.Identity.Organisation.PermissionCatalogue;

namespace Ops.Architecture.Tests.Documents;

/// <summary>What a stranger needs of a service's OpenAPI document, of every operation and every value.</summary>
[Collection(OnServers.Name)]
public sealed partial class DocumentTests(TestServers servers)
{
    [Theory]
    [Case("openapi-document-that-a-stranger-can-build-on", Generated = true)]
    [MemberData(nameof(Departments.Documents), MemberType = typeof(Departments))]
    public async Task Every_operation_and_every_value_is_described(string service, string prefix, string permissions)
    {
        var text = await Departments.DocumentAsync(servers, service, prefix);
        var document = (await ServiceDocument.ReadAsync(text)).Document;
        var operations = document.Operations.Select(one => one.Operation).ToList();
        Assert.NotEmpty(operations);

        Assert.Equal(operations.Count, operations.DistinctBy(one => one.OperationId).Count());
        Assert.DoesNotContain(operations, one => !MethodName().IsMatch(one.OperationId));
        Assert.DoesNotContain(operations, one => one.Tags is not [_] || string.IsNullOrEmpty(one.Summary));
        Assert.DoesNotContain(
            operations, one => one.ExtensionData?[ApiReference.PermissionMember] is not string permission
                || !permission.StartsWith(permissions, StringComparison.Ordinal));
        using var json = JsonDocument.Parse(text);
        Assert.Empty(Untyped(json.RootElement, "#"));
        Assert.Empty(document.Operations.SelectMany(WithoutExample));
        // As docs/permissions.md has them.
        Assert.Empty(
            from path in json.RootElement.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            let permission = operation.Value.GetProperty(ApiReference.PermissionMember).GetString()!
            where !operation.Value.TryGetProperty(ApiReference.PostsMember, out var posts)
                || !posts.EnumerateArray().Select(post => post.GetString())
                    .SequenceEqual(PermissionCatalogue.All[permission].Posts)
            select $"{operation.Name} {path.Name} does not name the posts that have {permission}");
    }

    [Theory]
    [MemberData(nameof(Departments.Documents), MemberType = typeof(Departments))]
    public async Task What_changes_what_is_there_says_so_and_every_refusal_is_a_problem(
        string service, string prefix, string permissions)
    {
        _ = permissions;
        var routes = await Departments.RoutesAsync(servers, service);
        var text = await Departments.DocumentAsync(servers, service, prefix);
        var document = (await ServiceDocument.ReadAsync(text)).Document;
        var changing = routes.Where(route => route.Metadata.GetMetadata<ChangesWhatIsThere>() is not null)
            .Select(route => $"/{Constraint().Replace(route.RoutePattern.RawText!.TrimStart('/'), "}")}");
        Assert.Equal(
            changing.Order(StringComparer.Ordinal),
            document.Operations
                .Where(one => one.Operation.ActualParameters.Any(
                        header => header is { Name: "If-Match", IsRequired: true })
                    && one.Operation.ActualResponses.ContainsKey("412")
                    && one.Operation.ActualResponses.ContainsKey("428"))
                .Select(one => one.Path).Order(StringComparer.Ordinal));
        foreach (var (status, answer) in document.Operations.SelectMany(one => one.Operation.ActualResponses))
        {
            if (status[0] is not ('2' or '3'))
                Assert.Equal("Problem", Name(document, answer.Content["application/problem+json"].Schema.ActualSchema));
        }
    }

    /// <summary>Schemas that say nothing of what they are.</summary>
    private static IEnumerable<string> Untyped(JsonElement element, string place)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany((item, at) => Untyped(item, $"{place}/{at}"));
        if (element.ValueKind != JsonValueKind.Object)
            return [];
        return element.EnumerateObject().SelectMany(member => member.Name switch
        {
            "examples" or "example" or "enum" => [],
            "properties" => member.Value.EnumerateObject().SelectMany(one => Schema(one.Value, $"{place}/{one.Name}")),
            "schema" or "items" or "additionalProperties" => Schema(member.Value, $"{place}/{member.Name}"),
            _ => Untyped(member.Value, $"{place}/{member.Name}"),
        });

        static IEnumerable<string> Schema(JsonElement schema, string place) =>
            schema.ValueKind != JsonValueKind.Object
            || schema.EnumerateObject().Any(member => member.Name is "type" or "$ref" or "oneOf")
                ? Untyped(schema, place)
                : [place];
    }

    /// <summary>What is sent and has no example, or one that does not fit what is said of it.</summary>
    private static IEnumerable<string> WithoutExample(OpenApiOperationDescription one)
    {
        var name = one.Operation.OperationId;
        foreach (var parameter in one.Operation.ActualParameters.Where(part => part.Kind != OpenApiParameterKind.Body))
        {
            if (Fault(parameter.ActualSchema, parameter.Schema) is { } fault)
                yield return $"{name} {parameter.Name}: {fault}";
        }

        HashSet<JsonSchema> seen = [];
        foreach (var content in one.Operation.RequestBody?.ActualRequestBody.Content.Values ?? [])
        {
            foreach (var fault in In(content.Schema.ActualSchema, name, seen))
                yield return fault;
        }
    }

    private static IEnumerable<string> In(JsonSchema schema, string place, HashSet<JsonSchema> seen)
    {
        if (!seen.Add(schema))
            yield break;
        foreach (var (name, member) in schema.ActualProperties)
        {
            var actual =
                member.OneOf.FirstOrDefault(choice => choice.HasReference)?.ActualSchema ?? member.ActualSchema;
            var inner = actual.Item?.ActualSchema ?? actual;
            if (inner.Type.HasFlag(JsonObjectType.Object))
            {
                foreach (var fault in In(inner, $"{place}.{name}", seen))
                    yield return fault;
            }
            else if (!member.IsReadOnly && Fault(actual, member) is { } fault)
            {
                yield return $"{place}.{name}: {fault}";
            }
        }
    }

    private static string? Fault(JsonSchema actual, JsonSchema said)
    {
        if (actual.Enumeration.Count > 0 || (actual.Item?.ActualSchema.Enumeration.Count ?? 0) > 0
            || actual.Format == "binary")
            return null;
        object? given = null;
        if (said.ExtensionData?.TryGetValue("examples", out given) != true)
            _ = actual.ExtensionData?.TryGetValue("examples", out given);
        if (given is not object[] { Length: > 0 } values)
            return "no example";
        var wrong = actual.Validate(Newtonsoft.Json.JsonConvert.SerializeObject(values[0]));
        return wrong.Count == 0 ? null : string.Join(", ", wrong.Select(error => error.Kind));
    }

    private static string Name(OpenApiDocument document, JsonSchema schema) =>
        document.Components.Schemas.First(one => ReferenceEquals(one.Value, schema)).Key;

    [GeneratedRegex("^([A-Z][a-z]+){2,}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MethodName();

    [GeneratedRegex(@":[^}]+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constraint();
}
