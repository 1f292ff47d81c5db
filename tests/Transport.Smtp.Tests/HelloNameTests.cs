using System.Net;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>By what name a client introduces itself (RFC 5321 §4.1.4).</summary>
public sealed class HelloNameTests
{
    [Theory]
    [InlineData("vm.example.org", "EHLO vm.example.org")]
    [InlineData(null, "EHLO [127.0.0.1]")]
    public async Task An_application_gives_the_machines_full_name_or_its_address(string? name, string expected)
    {
        await using var sink = MailSink.Start();

        await OpenAsync(Given.Server(sink.Port), name);

        Assert.Equal(expected, sink.Commands[0]);
    }

    [Fact]
    public async Task Over_IPv6_the_address_says_so()
    {
        await using var sink = MailSink.Start(static options => options with { Listen = new IPEndPoint(IPAddress.IPv6Loopback, 0) });

        await OpenAsync(Given.Server("::1", sink.Port), name: null);

        Assert.Equal("EHLO [IPv6:::1]", sink.Commands[0]);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("mail.example.org")]
    public async Task What_the_account_says_counts(string domain)
    {
        await using var sink = MailSink.Start();

        await OpenAsync(Given.Server(sink.Port).With(CommonSettings.Domain, domain), "vm.example.org");

        Assert.Equal($"EHLO {domain}", sink.Commands[0]);
    }

    [Fact]
    public async Task Where_nobody_is_to_be_asked_it_is_localhost()
    {
        await using var sink = MailSink.Start();

        await using (await SmtpTransport.OpenAsync(Given.Context(IoMode.Blocking, Given.Server(sink.Port)), Token))
            Assert.Equal("EHLO localhost", sink.Commands[0]);
    }

    static async Task OpenAsync(AccountSettings settings, string? name)
    {
        var context = Given.Context(IoMode.Asynchronous, settings) with
        {
            Environment = new PluginEnvironment { Home = "", FullHostName = _ => new ValueTask<string?>(name) },
        };
        await (await SmtpTransport.OpenAsync(context, Token)).DisposeAsync();
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
