using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>Accounts and connections by the application's configuration; mistakes when the host starts.</summary>
public sealed class OptionsTests
{
    [Fact]
    public async Task A_section_of_the_configuration_is_enough()
    {
        await using var sink = MailSink.Start();
        using var host = Host($$"""
            { "Msmtp": { "DefaultAccount": "news", "ConnectionPool": { "MaxConnectionsPerAccount": 2, "IdleTimeout": "00:00:30" },
              "Accounts": { "news": { "host": "127.0.0.1", "port": {{sink.Port}}, "from": "me@example.org", "tls": false } } } }
            """);
        await host.StartAsync(Token);

        await Mailer(host).SendAsync(Some, Token);

        Assert.Equal(["you@example.net"], (await sink.NextMailAsync(Token)).Recipients);
        var connections = host.Services.GetRequiredService<IOptions<MsmtpOptions>>().Value.ConnectionPool;
        Assert.Equal((2, TimeSpan.FromSeconds(30)), (connections.MaxConnectionsPerAccount, connections.IdleTimeout));
        await host.StopAsync(Token);
    }

    [Fact]
    public void Options_can_be_bound_as_any_others()
    {
        var configuration = Json("""
            { "Mail": { "ConfigurationFile": "/x", "ValidateOnStart": false, "ConnectionPool": { "MaxConnectionsPerAccount": 3 }, "Accounts": { "a": { "host": "h" } } } }
            """);
        var options = new MsmtpOptions();

        configuration.GetSection("Mail").Bind(options);

        Assert.Equal(("/x", false, 3, "h"), (options.ConfigurationFile, options.ValidateOnStart, options.ConnectionPool.MaxConnectionsPerAccount, options.Accounts["a"]["host"]));
    }

    [Theory]
    [InlineData("""{ "Msmtp": { "Acounts": {} } }""", "Msmtp:Acounts is no option of Msmtp")]
    [InlineData("""{ "Msmtp": { "Acounts": "x" } }""", "Msmtp:Acounts is no option of Msmtp")]
    [InlineData("""{ "Msmtp": { "ConnectionPool": { "IdleTimeout": "soon" } } }""", "Msmtp:ConnectionPool:IdleTimeout is not a time (hours:minutes:seconds)")]
    [InlineData("""{ "Msmtp": { "Accounts": { "a": { "host": { "x": "y" } } } } }""", "Msmtp:Accounts:a:host has parts of its own, and a command of msmtprc has one argument")]
    public async Task A_name_that_nobody_knows_stops_the_host(string json, string message)
    {
        using var host = Host(json);

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("\"hots\": \"h\"", "account a from the application: unknown command hots")]
    [InlineData("\"host\": \"h\", \"auth\": \"rot13\"", "account a from the application: invalid argument rot13 for command auth")]
    [InlineData("\"host\": \"h\", \"tls_key_file\": \"/k\"", "account a from the application: tls_key_file requires tls_cert_file")]
    [InlineData("\"from\": \"me@x\"", "account a from the application: host not set")]
    public async Task A_command_that_is_wrong_stops_the_host_and_is_named_with_its_account(string commands, string message)
    {
        using var host = Host($$"""{ "Msmtp": { "Accounts": { "a": { {{commands}} } } } }""");

        var e = await Assert.ThrowsAsync<MailException>(() => host.StartAsync(Token));

        Assert.Equal((ExitCode.Config, message), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task A_msmtprc_that_is_wrong_stops_the_host_with_file_and_line()
    {
        using var folder = new TempDirectory();
        var path = folder.Write("msmtprc", "account a\nhost h\nbogus\n");
        using var host = Host($$"""{ "Msmtp": { "ConfigurationFile": "{{path}}" } }""");

        var e = await Assert.ThrowsAsync<MailException>(() => host.StartAsync(Token));

        Assert.Equal($"{path}: line 3: unknown command bogus", e.Message);
    }

    [Fact]
    public async Task A_host_can_start_all_the_same()
    {
        using var host = Host("""{ "Msmtp": { "ValidateOnStart": false, "Accounts": { "a": { "hots": "h" } } } }""");

        await host.StartAsync(Token);

        var e = await Assert.ThrowsAsync<MailException>(() => Mailer(host).SendAsync(Some, Token).AsTask());
        Assert.Equal("account a from the application: unknown command hots", e.Message);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Whoever_adds_it_too_shares_the_mailer()
    {
        await using var sink = MailSink.Start();
        var commands = new Dictionary<string, string> { ["host"] = "127.0.0.1", ["port"] = $"{sink.Port}", ["from"] = "me@example.org" };
        await using var services = new ServiceCollection()
            .AddMsmtp(mail => mail.AddAccount("one", commands))
            .AddMsmtp(mail => mail.AddAccount("two", commands))
            .Configure<MsmtpOptions>(options => options.Accounts["three"] = commands)
            .BuildServiceProvider();

        foreach (var account in new[] { "one", "two", "three" })
            await services.GetRequiredService<IMailer>().SendAsync(Some with { Account = account }, Token);

        Assert.Single(services.GetServices<IMailer>());
        Assert.Single(services.GetServices<IHostedService>());
    }

    static MailRequest Some => new() { Message = MessageInput.FromOctets("Subject: hi\n\n"u8.ToArray()), To = ["you@example.net"] };

    static IHost Host(string json)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddConfiguration(Json(json));
        builder.Services.AddMsmtp();
        return builder.Build();
    }

    static IConfiguration Json(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    static IMailer Mailer(IHost host) => host.Services.GetRequiredService<IMailer>();

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
