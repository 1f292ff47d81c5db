using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The way to the server: dead addresses, times that hold, sources.</summary>
public sealed class ConnectingTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task A_server_that_takes_no_connection_is_given_up_in_time(Flavour flavour)
    {
        using var dead = new FullServer();

        var (result, time) = await TimedAsync(() => SendAsync(flavour, [.. Server(dead.Port), "--timeout=2", "you@example.net"]));

        Assert.Equal(75, result.ExitCode);
        Assert.Equal(
            $"msmtp: cannot connect to 127.0.0.1, port {dead.Port}: Connection timed out\nmsmtp: could not send mail\n", result.ErrorText);
        Assert.InRange(time, 1.9, 10);
    }

    [Theory, EachFlavour]
    public async Task A_proxy_that_says_nothing_is_given_up_in_time(Flavour flavour)
    {
        // Connections are taken by the system, and nobody serves them.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();
        var proxy = ((IPEndPoint)silent.LocalEndPoint!).Port;

        var (result, time) = await TimedAsync(() => SendAsync(
            flavour, [.. Server(25), "--proxy-host=127.0.0.1", $"--proxy-port={proxy}", "--timeout=1", "you@example.net"]));

        Assert.Equal(74, result.ExitCode);
        Assert.StartsWith("msmtp: network read error: the operation timed out\n", result.ErrorText, StringComparison.Ordinal);
        Assert.InRange(time, 0.9, 10);
    }

    [Theory, EachFlavour, SupportedOSPlatform("linux")]
    public async Task A_dead_address_costs_no_more_than_its_head_start(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var dead = DeadTwin(sink.Port);

        var (result, time) = await TimedAsync(() => SendWithHostsAsync(
            flavour,
            "::1 twins.test\n127.0.0.1 twins.test\n",
            ["--host=twins.test", $"--port={sink.Port}", "--from=me@example.org", "you@example.net"]));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Mail, (await sink.NextMailAsync(Token)).Text);
        // RFC 8305 §5: a quarter of a second; without the race the dead address would have two minutes.
        Assert.InRange(time, 0.25, 5);
    }

    [Theory, EachFlavour, SupportedOSPlatform("linux")]
    public async Task A_dead_address_of_a_proxy_costs_no_more_either(Flavour flavour)
    {
        using var proxy = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        proxy.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        proxy.Listen();
        var port = ((IPEndPoint)proxy.LocalEndPoint!).Port;
        using var dead = DeadTwin(port);

        var (result, time) = await TimedAsync(() => SendWithHostsAsync(
            flavour,
            "::1 twins.test\n127.0.0.1 twins.test\n",
            [.. Server(25), "--proxy-host=twins.test", $"--proxy-port={port}", "--timeout=3", "you@example.net"]));

        // It came as far as the proxy, who says nothing.
        Assert.StartsWith("msmtp: network read error: the operation timed out\n", result.ErrorText, StringComparison.Ordinal);
        Assert.InRange(time, 3, 10);
    }

    [Theory, EachFlavour, SupportedOSPlatform("linux")]
    public async Task When_all_addresses_are_dead_the_timeout_is_that_of_the_whole(Flavour flavour)
    {
        using var dead = new FullServer();
        using var twin = DeadTwin(dead.Port);

        var (result, time) = await TimedAsync(() => SendWithHostsAsync(
            flavour,
            "::1 twins.test\n127.0.0.1 twins.test\n",
            ["--host=twins.test", $"--port={dead.Port}", "--from=me@example.org", "--timeout=3", "you@example.net"]));

        Assert.Equal(75, result.ExitCode);
        Assert.StartsWith(
            $"msmtp: cannot connect to twins.test, port {dead.Port}: Connection timed out\n", result.ErrorText, StringComparison.Ordinal);
        // One after the other they would take twice the timeout.
        Assert.InRange(time, 2.9, 5.8);
    }

    [Theory, EachFlavour, SupportedOSPlatform("linux")]
    public async Task A_source_chooses_the_addresses_of_its_family(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var dead = DeadTwin(sink.Port);

        var (result, time) = await TimedAsync(() => SendWithHostsAsync(
            flavour,
            "::1 twins.test\n127.0.0.1 twins.test\n",
            ["--host=twins.test", $"--port={sink.Port}", "--source-ip=127.0.0.5", "--from=me@example.org", "you@example.net"]));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.NotNull(sink.TakeMail());
        Assert.True(time < 5, $"took {time} seconds");
    }

    [Theory, EachFlavour]
    public async Task A_source_of_another_family_cannot_be_bound(Flavour flavour)
    {
        var result = await SendAsync(flavour, [.. Server(25), "--source-ip=::1", "you@example.net"]);

        Assert.Equal(71, result.ExitCode);
        Assert.StartsWith("msmtp: cannot bind source ip ::1: ", result.ErrorText, StringComparison.Ordinal);
    }

    // Where one has the address ::1 and the other 127.0.0.1, and the ports are the same.
    static FullServer DeadTwin(int port)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        try
        {
            return new FullServer(new IPEndPoint(IPAddress.IPv6Loopback, port));
        }
        catch (SocketException e)
        {
            Assert.Skip($"nothing can listen at ::1, port {port}: {e.Message}");
            throw;
        }
    }

    [SupportedOSPlatform("linux")]
    Task<CommandResult> SendWithHostsAsync(Flavour flavour, string hosts, IReadOnlyList<string> arguments)
    {
        Assert.SkipUnless(PrivateFiles.Missing is null, PrivateFiles.Missing ?? "");
        var files = new PrivateFiles { ["/etc/hosts"] = Home.Write("hosts", hosts) };
        return files.Around(Command(flavour, arguments) with { Input = System.Text.Encoding.UTF8.GetBytes(Mail) }).RunAsync(Token);
    }

    static async Task<(CommandResult Result, double Seconds)> TimedAsync(Func<Task<CommandResult>> run)
    {
        var watch = Stopwatch.StartNew();
        var result = await run();
        return (result, watch.Elapsed.TotalSeconds);
    }
}
