using System.Net;

namespace Msmtp.Configure.Srv;

/// <summary>
/// Which name servers resolv.conf(5) names. The C library reads it for itself; this is for telling the user who kept silent.
/// </summary>
static class ResolverFile
{
    // MAXNS of the C library.
    const int MostServers = 3;

    /// <summary>The servers of the system's own file.</summary>
    public static IReadOnlyList<IPAddress> Of(PluginEnvironment environment)
    {
        try
        {
            return Servers(File.ReadAllText(environment.SystemConfiguration + "/resolv.conf"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Servers("");
        }
    }

    /// <summary>
    /// The servers of a file's text, in the order in which they are asked; without any, the one of this machine. What is not
    /// understood is passed over, as the C library does.
    /// </summary>
    public static IReadOnlyList<IPAddress> Servers(string text)
    {
        var servers = new List<IPAddress>();
        foreach (var words in text.Split('\n').Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            if (words is ["nameserver", var server, ..] && servers.Count < MostServers && IPAddress.TryParse(server, out var address))
                servers.Add(address);
        return servers.Count > 0 ? servers : [IPAddress.Loopback];
    }
}
