using Msmtp.TestKit;

namespace Msmtp.Peers;

public sealed class ProxyTests
{
    static readonly string[] Login = ["-u", "jo", "-P", "opensesame"];

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Mail_goes_through_microsocks(Flavour flavour)
    {
        using var proxy = await SocksProxy.StartMicroSocksAsync();

        await AssertSentAsync(flavour, proxy, "");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Mail_goes_through_microsocks_with_a_login(Flavour flavour)
    {
        using var proxy = await SocksProxy.StartMicroSocksAsync(Login);

        await AssertSentAsync(flavour, proxy, "proxy_user jo\nproxy_password opensesame\n");
    }

    [Theory]
    [InlineData(Flavour.Native, "", "unexpected reply")]
    [InlineData(Flavour.Managed, "", "unexpected reply")]
    [InlineData(Flavour.Native, "proxy_user jo\nproxy_password wrong\n", "login refused")]
    [InlineData(Flavour.Managed, "proxy_user jo\nproxy_password wrong\n", "login refused")]
    public async Task A_login_that_microsocks_does_not_take_is_told(Flavour flavour, string settings, string why)
    {
        using var proxy = await SocksProxy.StartMicroSocksAsync(Login);
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, proxy, sink.Port, settings);

        Assert.Equal((69, $"msmtp: proxy failure: {why}\n"), (result.ExitCode, result.ErrorText.Split("msmtp: could")[0]));
        Assert.Empty(sink.Commands);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Mail_goes_through_Dante_whether_or_not_there_is_a_login(Flavour flavour)
    {
        using var proxy = await SocksProxy.StartDanteAsync("none");

        await AssertSentAsync(flavour, proxy, "");
        await AssertSentAsync(flavour, proxy, "proxy_user jo\nproxy_password opensesame\n");
    }

    [Theory]
    [InlineData(Flavour.Native, "", "unexpected reply")]
    [InlineData(Flavour.Managed, "proxy_user msmtp-nobody\nproxy_password wrong\n", "login refused")]
    public async Task A_login_that_Dante_does_not_take_is_told(Flavour flavour, string settings, string why)
    {
        using var proxy = await SocksProxy.StartDanteAsync("username");
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, proxy, sink.Port, settings);

        Assert.Equal((69, $"msmtp: proxy failure: {why}\n"), (result.ExitCode, result.ErrorText.Split("msmtp: could")[0]));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_server_that_refuses_behind_a_proxy_is_told(Flavour flavour)
    {
        using var proxy = await SocksProxy.StartMicroSocksAsync(Login);

        var result = await SendAsync(flavour, proxy, Ports.Free(1)[0], "proxy_user jo\nproxy_password opensesame\n");

        Assert.Equal((69, "msmtp: proxy failure: connection refused\n"), (result.ExitCode, result.ErrorText.Split("msmtp: could")[0]));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_password_is_shown_nowhere(Flavour flavour)
    {
        using var proxy = await SocksProxy.StartMicroSocksAsync(Login);
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, proxy, sink.Port, "proxy_user jo\nproxy_password opensesame\nlogfile -\n", "--debug");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\nproxy user = jo\nproxy password = *\nsocket = (not set)\n", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("opensesame", result.ToString(), StringComparison.Ordinal);
    }

    static async Task AssertSentAsync(Flavour flavour, SocksProxy proxy, string settings)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, proxy, sink.Port, settings);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.NotNull(sink.TakeMail());
    }

    static async Task<CommandResult> SendAsync(Flavour flavour, SocksProxy proxy, int port, string settings, params string[] arguments)
    {
        using var msmtp = new Mailer(flavour);
        var account = $"host localhost\nport {port}\nfrom sender@localhost\nproxy_host 127.0.0.1\nproxy_port {proxy.Port}\n{settings}";
        return await msmtp.SendAsync(Mails.Ordinary, account, [.. arguments, "you@localhost"]);
    }
}
