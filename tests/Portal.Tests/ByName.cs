using Ops.Portal.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestClassOrderer<ByName>]
[assembly: TestMethodOrderer<ByName>]

namespace Ops.Portal.Tests;

/// <summary>
/// Tests that share one system run in the same order on every machine. By itself xUnit orders them by ids that have
/// the folder in them, in which the tests lie.
/// </summary>
internal sealed class ByName : ITestClassOrderer, ITestMethodOrderer
{
    /// <inheritdoc />
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : ITestClass =>
        [.. testClasses.OrderBy(one => one?.TestClassName, StringComparer.Ordinal)];

    /// <inheritdoc />
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(
        IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : ITestMethod =>
        [.. testMethods.OrderBy(one => one?.MethodName, StringComparer.Ordinal)];
}
