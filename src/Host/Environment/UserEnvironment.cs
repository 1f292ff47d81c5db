using System.Net;

namespace Msmtp.Hosting;

/// <summary>Who runs this program, and on which machine, from environment variables and the system. Tests substitute their own.</summary>
sealed record UserEnvironment
{
    /// <summary>An environment variable; null: it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The name that the system has for the user.</summary>
    public Func<string> Login { get; init; } = static () => Environment.UserName;

    /// <summary>Set for the managed host by a program that has found itself in another security domain than its caller.</summary>
    public const string RaisedRights = "MSMTP_RAISED_RIGHTS";

    /// <summary>The program has rights that its caller does not have, and must not trust the environment.</summary>
    public Func<bool> HasRaisedRights { get; init; } =
        static () => FileOwner.HasRaisedRights || Environment.GetEnvironmentVariable(RaisedRights) is not null;

    /// <summary>The machine's own name.</summary>
    public Func<string> Machine { get; init; } = Dns.GetHostName;

    /// <summary>The canonical name of a host according to the resolver; the name itself if there is none.</summary>
    public Func<string, string> Canonical { get; init; } = ResolveCanonical;

    /// <summary>
    /// Whether a domain is a name of this machine: its own, its full one, or one that every machine has for itself. HOSTNAME is the caller's,
    /// and does not count. The resolver is only asked about a name that begins like the machine's.
    /// </summary>
    public bool IsMachine(string domain)
    {
        var machine = Machine();
        return AreSame(domain, "localhost") || AreSame(domain, "localhost.localdomain") || machine.Length > 0
            && (AreSame(domain, machine) || AreSame(FirstLabel(domain), FirstLabel(machine)) && IsFullName(domain, machine));
    }

    /// <summary>The home directory: HOME, or the user database's; empty: it is not known, or is the root.</summary>
    public string Home => Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile).TrimEnd('/');

    /// <summary>The user's name: USER, LOGNAME, or the system's; in a container there may be none.</summary>
    public string UserName => Named(Variable("USER")) ?? Named(Variable("LOGNAME")) ?? Named(Login()) ?? "unknown";

    /// <summary>The host's name: HOSTNAME, or the machine's own. As in msmtp, the variable counts even if it is empty.</summary>
    public string HostName => Variable("HOSTNAME") ?? Named(Machine()) ?? "localhost";

    // A machine that is called by its full name has the short one as well.
    bool IsFullName(string domain, string machine) => domain.Contains('.', StringComparison.Ordinal)
        ? AreSame(domain, Canonical(machine).TrimEnd('.'))
        : machine.Contains('.', StringComparison.Ordinal);

    static bool AreSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    static string FirstLabel(string name) => name.Split('.')[0];

    // An empty name is none: "@example.org" is not an address.
    static string? Named(string? name) => string.IsNullOrEmpty(name) ? null : name;

    static string ResolveCanonical(string host)
    {
        try
        {
            return Named(Dns.GetHostEntry(host).HostName) ?? host;
        }
        // HOSTNAME may hold anything, also what the runtime rejects as an argument.
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ArgumentException)
        {
            return host;
        }
    }
}
