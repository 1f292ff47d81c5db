using System.Net;

namespace Msmtp.Configure.Srv;

/// <summary>
/// The name servers in resolv.conf(5). The C library reads it for itself; this is to tell the user which servers did not answer.
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
    /// The servers in a file's text, in the order in which they are asked; if there are none, this machine. What is not understood is
    /// ignored, as by the C library.
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
