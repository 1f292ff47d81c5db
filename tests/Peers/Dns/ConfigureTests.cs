using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary><c>--configure</c> with a real name server, and the msmtp of the system as the measure of what is printed.</summary>
public sealed class ConfigureTests
{
    const string RealMsmtp = "/usr/bin/msmtp";

    const string Zone = """
        _submissions._tcp.one SRV 0 1 465 mail.one
        _submission._tcp.second SRV 0 1 587 mail.second
        _submissions._tcp.both SRV 50 1 465 tls.both
        _submission._tcp.both SRV 1 1 587 plain.both
        _submissions._tcp.priorities SRV 20 100 466 b.priorities
        _submissions._tcp.priorities SRV 10 1 465 a.priorities
        _submissions._tcp.weights SRV 10 1 1001 light.weights
        _submissions._tcp.weights SRV 10 100 1100 heavy.weights
        _submissions._tcp.weights SRV 10 10 1010 middle.weights
        _submissions._tcp.refuses SRV 0 0 0 .
        _submission._tcp.refuses SRV 0 0 0 .
        _submissions._tcp.half SRV 0 0 0 .
        _submission._tcp.half SRV 0 1 587 mail.half
        _submissions._tcp.alias CNAME _submissions._tcp.one
        _submissions._tcp.other TXT "nothing"

        """;

    /// <summary>Addresses, each with both commands.</summary>
    public static MatrixTheoryData<Flavour, string> Addresses { get; } = new(
        Enum.GetValues<Flavour>(),
        [
            "joe@one.test", "joe@second.test", "joe@both.test", "joe@priorities.test", "joe@weights.test", "joe@half.test",
            "joe@alias.test", "joe@ONE.TEST", "joe@work@one.test",
            "joe@refuses.test", "joe@other.test", "joe@nobody.test", "joe@one..test", "joe", "@one.test",
        ]);

    [Theory, MemberData(nameof(Addresses))]
    public async Task The_account_is_the_one_that_msmtp_makes(Flavour flavour, string address)
    {
        Assert.SkipUnless(File.Exists(RealMsmtp), "msmtp is not installed (package msmtp)");
        await using var nsd = await Nsd.StartAsync(Zone);
        using var home = new TempDirectory();

        var theirs = await RunAsync(RealMsmtp, nsd.Resolver, home, address);
        var ours = await RunAsync(Program.Ours(flavour), nsd.Resolver, home, address);

        Assert.Equal((theirs.ExitCode, theirs.ErrorText, theirs.OutputText), (ours.ExitCode, ours.ErrorText, ours.OutputText));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_domain_that_is_not_ASCII_is_asked_for_as_DNS_knows_it(Flavour flavour)
    {
        await using var nsd = await Nsd.StartAsync("_submissions._tcp.xn--bcher-kva SRV 0 1 465 mail.xn--bcher-kva\n");
        using var home = new TempDirectory();

        var result = await RunAsync(Program.Ours(flavour), nsd.Resolver, home, "joe@B\u00DCCHER.test");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Contains("\nhost mail.xn--bcher-kva.test\nport 465\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nfrom joe@B\u00DCCHER.test\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_answer_that_fits_into_no_datagram_is_read_to_its_end(Flavour flavour)
    {
        var many = Enumerable.Range(0, 300)
            .Select(static i => $"_submissions._tcp.many SRV {400 - i} 1 {1000 + i} server-number-{i}.many\n");
        await using var nsd = await Nsd.StartAsync(string.Concat(many));
        using var home = new TempDirectory();

        var result = await RunAsync(Program.Ours(flavour), nsd.Resolver, home, "joe@many.test");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Contains("\nhost server-number-299.many.test\nport 1299\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_dead_name_server_costs_the_time_of_resolv_conf(Flavour flavour)
    {
        Assert.SkipUnless(PrivateFiles.Missing is null, PrivateFiles.Missing ?? "");
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var home = new TempDirectory();
        const string Address = "127.210.0.53";
        silent.Bind(new IPEndPoint(IPAddress.Parse(Address), 53));
        var resolver = new PrivateFiles
        {
            ["/etc/resolv.conf"] = home.Write("resolv.conf", $"nameserver {Address}\noptions timeout:1 attempts:2\n"),
        };
        var watch = Stopwatch.StartNew();

        var result = await RunAsync(Program.Ours(flavour), resolver, home, "joe@one.test");

        Assert.Equal(68, result.ExitCode);
        Assert.Equal(
            "msmtp: automatic configuration based on SRV records failed: "
            + $"cannot look up _submissions._tcp.one.test: no answer from {Address}\n",
            result.ErrorText);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.5, 10);
    }

    static Task<CommandResult> RunAsync(string command, PrivateFiles resolver, TempDirectory home, string address)
    {
        var runner = new CommandRunner(command)
        {
            Arguments = ["--configure", address],
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["LC_ALL"] = "C",
                ["XDG_CONFIG_HOME"] = home.File(".config"),
            },
        };
        return resolver.Around(runner).RunAsync(TestContext.Current.CancellationToken);
    }
}
