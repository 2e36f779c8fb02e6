using Ops.TestSupport;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]
