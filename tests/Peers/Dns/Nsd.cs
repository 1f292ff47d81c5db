using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// NLnet Labs' name server with a zone for one test, and a resolv.conf that points to it. Resolvers know only port 53, so it takes an
/// address of this machine that is not used otherwise.
/// </summary>
sealed class Nsd : IAsyncDisposable
{
    const string Server = "/usr/sbin/nsd";

    readonly TempDirectory folder = new();
    readonly IPAddress address;

    Nsd(IPAddress address) => this.address = address;

    /// <summary>Makes a command use this server.</summary>
    public PrivateFiles Resolver => new() { ["/etc/resolv.conf"] = folder.Write("resolv.conf", $"nameserver {address}\n") };

    /// <summary>Starts it with the records of the zone "test"; skips the test if that is not possible.</summary>
    public static async Task<Nsd> StartAsync(string records)
    {
        Assert.SkipUnless(PrivateFiles.Missing is null, PrivateFiles.Missing ?? "");
        Assert.SkipUnless(File.Exists(Server), "nsd is not installed (package nsd)");
        var nsd = new Nsd(FreeAddress());
        try
        {
            await nsd.BeginAsync(records);
            return nsd;
        }
        catch
        {
            await nsd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(folder.File("pid")) && int.TryParse(File.ReadAllText(folder.File("pid")), CultureInfo.InvariantCulture, out var pid))
        {
            await DoAsync("/bin/kill", $"{pid}");
            await Eventually.TrueAsync("nsd stopped", () => !IsTaken(address), CancellationToken.None);
        }
        folder.Dispose();
    }

    async Task BeginAsync(string records)
    {
        const string Head = "$ORIGIN test.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n";
        folder.Write("test.zone", Head + records);
        folder.Write(
            "nsd.conf",
            $"""
            server:
              ip-address: {address}@53
              username: ""
              zonesdir: "{folder.Path}"
              database: ""
              pidfile: "{folder.File("pid")}"
              zonelistfile: "{folder.File("zones")}"
              logfile: "{folder.File("log")}"
              xfrdfile: "{folder.File("xfrd")}"
              xfrdir: "{folder.Path}"
              server-count: 1
            remote-control:
              control-enable: no
            zone:
              name: test
              zonefile: test.zone

            """);
        await DoAsync(Server, "-c", folder.File("nsd.conf"));
        await Eventually.TrueAsync("nsd listens", () => Ports.IsOpen(new IPEndPoint(address, 53)), TestContext.Current.CancellationToken);
    }

    static IPAddress FreeAddress()
    {
        while (true)
        {
            var numbers = new byte[3];
            Random.Shared.NextBytes(numbers);
            var address = new IPAddress([127, .. numbers]);
            if (!IsTaken(address))
                return address;
        }
    }

    static bool IsTaken(IPAddress address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, 53));
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    static async Task DoAsync(string program, params IReadOnlyList<string> arguments)
    {
        var result = await new CommandRunner(program) { Arguments = arguments }.RunAsync(CancellationToken.None);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {result}");
    }
}
