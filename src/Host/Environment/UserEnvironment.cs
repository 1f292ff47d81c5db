using System.Net;

namespace Msmtp.Hosting;

/// <summary>Who runs this program, and on which machine: what environment variables and the system say. Tests put in their own.</summary>
sealed record UserEnvironment
{
    /// <summary>An environment variable; null: it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The system's word for who runs this program.</summary>
    public Func<string> Login { get; init; } = static () => Environment.UserName;

    /// <summary>Set for the managed host by a program that has found out that it is in another security domain than its caller.</summary>
    public const string RaisedRights = "MSMTP_RAISED_RIGHTS";

    /// <summary>The program has rights that whoever started it does not have, and must not do what the environment says.</summary>
    public Func<bool> HasRaisedRights { get; init; } =
        static () => FileOwner.HasRaisedRights || Environment.GetEnvironmentVariable(RaisedRights) is not null;

    /// <summary>The machine's own name.</summary>
    public Func<string> Machine { get; init; } = Dns.GetHostName;

    /// <summary>The full name of a host by the resolver; the name itself where it knows none.</summary>
    public Func<string, string> Canonical { get; init; } = ResolveCanonical;

    /// <summary>The home directory: HOME, or the user database's; empty: nobody knows it, or it is the root.</summary>
    public string Home => Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile).TrimEnd('/');

    /// <summary>The user's name: USER, LOGNAME, or the system's word; in a container it may have none.</summary>
    public string UserName => Named(Variable("USER")) ?? Named(Variable("LOGNAME")) ?? Named(Login()) ?? "unknown";

    /// <summary>The host's name: HOSTNAME, or the machine's own. As in msmtp the variable counts even if it is empty.</summary>
    public string HostName => Variable("HOSTNAME") ?? Named(Machine()) ?? "localhost";

    // What is empty names nobody: "@example.org" is no address.
    static string? Named(string? name) => string.IsNullOrEmpty(name) ? null : name;

    static string ResolveCanonical(string host)
    {
        try
        {
            return Named(Dns.GetHostEntry(host).HostName) ?? host;
        }
        // HOSTNAME may say anything: what no name can be is an argument that the runtime does not take.
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ArgumentException)
        {
            return host;
        }
    }
}
