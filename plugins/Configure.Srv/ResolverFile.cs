using System.Globalization;
using System.Net;

namespace Msmtp.Configure.Srv;

/// <summary>What resolv.conf(5) says about name servers. Does no I/O.</summary>
sealed record ResolverFile
{
    // MAXNS, RES_MAXRETRANS and RES_MAXRETRY of the C library.
    const int MostServers = 3;
    const int LongestTimeout = 30;
    const int MostAttempts = 5;
    const string NameServer = "nameserver";
    const string Options = "options";

    /// <summary>The servers in the order in which they are asked; without any, the one of this machine.</summary>
    public IReadOnlyList<IPAddress> Servers { get; init; } = [IPAddress.Loopback];

    /// <summary>How long one server has for its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the whole list is asked.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Reads the file's text. What is not understood is passed over, as the C library does.</summary>
    public static ResolverFile Parse(string text)
    {
        var servers = new List<IPAddress>();
        var file = new ResolverFile();
        foreach (var words in text.Split('\n').Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is [NameServer, var server, ..] && servers.Count < MostServers && IPAddress.TryParse(server, out var address))
                servers.Add(address);
            else if (words is [Options, .. var options])
                file = options.Aggregate(file, With);
        }
        return servers.Count == 0 ? file : file with { Servers = servers };
    }

    static ResolverFile With(ResolverFile file, string option) => option.Split(':') switch
    {
        ["timeout", var value] when Number(value) is { } seconds =>
            file with { Timeout = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, LongestTimeout)) },
        ["attempts", var value] when Number(value) is { } attempts => file with { Attempts = Math.Clamp(attempts, 1, MostAttempts) },
        _ => file,
    };

    static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
