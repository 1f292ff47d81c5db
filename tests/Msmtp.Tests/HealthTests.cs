using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_that_lets_us_in_is_healthy_and_its_connection_is_kept_for_the_next_mail()
    {
        await using var sink = Sink();
        await using var services = Services(sink.Port, "secret");

        var report = await CheckAsync(services);
        await services.GetRequiredService<IMailer>().SendAsync(new MailRequest { Message = MessageInput.FromOctets("\n"u8.ToArray()), To = ["you@example.net"] }, Token);
        var again = await CheckAsync(services);

        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), (report.Status, again.Status));
        Assert.Single(sink.Commands, static command => command.StartsWith("AUTH ", StringComparison.Ordinal));
        Assert.Single(sink.Commands, static command => command.StartsWith("MAIL ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_let_us_in_is_not()
    {
        await using var sink = Sink();
        await using var services = Services(sink.Port, "hunter2");

        var entry = (await CheckAsync(services)).Entries["mail"];

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal(("Auth", 535), (entry.Data["stage"], entry.Data["reply"]));
        Assert.StartsWith("the server rejects the user name or the password", (string)entry.Data["hint"], StringComparison.Ordinal);
        Assert.EndsWith($"; hint: {entry.Data["hint"]}", entry.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transport_that_cannot_be_asked_is_called_so()
    {
        var mailer = NSubstitute.Substitute.For<IMailer>();
        var context = new HealthCheckContext { Registration = new("mail", new MsmtpHealthCheck(mailer), null, null) };

        var result = await new MsmtpHealthCheck(mailer).CheckHealthAsync(context, Token);

        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Equal("the account can be used; its transport does not contact the server before there is a mail", result.Description);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not()
    {
        var sink = Sink();
        await using var services = Services(sink.Port, "secret");
        await sink.DisposeAsync();

        var entry = (await CheckAsync(services)).Entries["mail"];

        Assert.Equal((HealthStatus.Unhealthy, "Connect"), (entry.Status, entry.Data["stage"]));
    }

    static MailSink Sink() => MailSink.Start(static options => options with
    {
        CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
        RequireTlsForAuth = false,
        RequireAuth = true,
    });

    static ServiceProvider Services(int port, string password)
    {
        var services = new ServiceCollection().AddLogging().AddMsmtp(mail => mail.AddAccount("default", new Dictionary<string, string>
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{port}",
            ["from"] = "me@example.org",
            ["auth"] = "plain",
            ["user"] = "joe",
            ["password"] = password,
        }));
        services.AddHealthChecks().AddCheck<MsmtpHealthCheck>("mail");
        return services.BuildServiceProvider();
    }

    static Task<HealthReport> CheckAsync(ServiceProvider services) =>
        services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
