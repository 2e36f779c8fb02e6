using Docker.DotNet;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Images;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Ops.TestSupport;

/// <summary>
/// PostgreSQL and RabbitMQ in containers, where an engine answers and has both images: nothing is pulled for a test.
/// </summary>
internal static class ContainerServers
{
    /// <summary>Environment variables that name other images.</summary>
    public const string PostgresImageVariable = "OPS_TEST_POSTGRES_IMAGE",
        RabbitMqImageVariable = "OPS_TEST_RABBITMQ_IMAGE";

    private const ushort AmqpPort = 5672, ManagementPort = 15672;
    private const string User = "ops", Password = "password-of-the-tests";

    /// <summary>
    /// An engine that says nothing for so long is none: it is there or not, and no test waits to find out.
    /// </summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);

    private static readonly string
        PostgresImage = ImageOf(PostgresImageVariable, "docker.io/library/postgres:17"),
        RabbitMqImage = ImageOf(RabbitMqImageVariable, "docker.io/library/rabbitmq:4.2-management");

    /// <summary>Why there are no containers here; null when there can be.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        try
        {
            // On a thread of its own: the library looks for the engine as it is first asked, and waits for its answer.
            return await Task.Run(AskAsync).WaitAsync(AnswersWithin);
        }
        catch (TimeoutException)
        {
            return $"the container engine did not answer within {AnswersWithin.TotalSeconds} s";
        }
    }

    /// <summary>Starts both.</summary>
    public static async Task<PrivateServers> StartAsync()
    {
        var rabbitMq = new RabbitMqBuilder(RabbitMqImage).WithImagePullPolicy(PullPolicy.Never)
            .WithUsername(User)
            .WithPassword(Password).WithPortBinding(ManagementPort, assignRandomHostPort: true).Build();
        var postgres = new PostgreSqlBuilder(PostgresImage).WithImagePullPolicy(PullPolicy.Never)
            .WithUsername("postgres").WithPassword(Password)
            .WithCommand(
                [.. PrivateServers.Forgetful.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })])
            .Build();
        await Task.WhenAll(rabbitMq.StartAsync(), postgres.StartAsync());
        return new PrivateServers(
            $"Host={postgres.Hostname};Port={postgres.GetMappedPublicPort()};Username=postgres;Password={Password}",
            new Uri($"amqp://{User}:{Password}@{rabbitMq.Hostname}:{rabbitMq.GetMappedPublicPort(AmqpPort)}"),
            new Uri($"http://{rabbitMq.Hostname}:{rabbitMq.GetMappedPublicPort(ManagementPort)}"),
            postgres, rabbitMq);
    }

    private static async Task<string?> AskAsync()
    {
        if (TestcontainersSettings.OS.DockerEndpointAuthConfig is not { } endpoint)
            return "no container engine answers";

        using var engine = endpoint.GetDockerClientBuilder().Build();
        try
        {
            foreach (var image in (string[])[PostgresImage, RabbitMqImage])
                await engine.Images.InspectImageAsync(image);
            return null;
        }
        catch (DockerImageNotFoundException)
        {
            return $"the container engine does not have both {PostgresImage} and {RabbitMqImage}";
        }
        catch (Exception failure) when (
            failure is DockerApiException or HttpRequestException or IOException or TimeoutException)
        {
            return $"the container engine does not answer as it should: {failure.Message}";
        }
    }

    private static string ImageOf(string variable, string otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } image ? image : otherwise;
}
