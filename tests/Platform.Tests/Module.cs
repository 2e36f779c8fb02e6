using System.Globalization;
using System.Runtime.CompilerServices;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace Ops.Platform.Tests;

/// <summary>What holds for every test here.</summary>
internal static class Module
{
    /// <summary>Who is asked for no language reads English, as the tests do.</summary>
    [ModuleInitializer]
    public static void ReadEnglish() => CultureInfo.DefaultThreadCurrentUICulture = Languages.English;
}
