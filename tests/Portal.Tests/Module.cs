using Ops.TestSupport;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace Ops.Portal.Tests;

/// <summary>The tests that share one system, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnOneSystem : ICollectionFixture<PortalSystem>
{
    /// <summary>Its name.</summary>
    public const string Name = "one system";
}
