namespace Msmtp.Bench;

/// <summary>msmtprc files.</summary>
static class Configurations
{
    /// <summary>Four accounts and a log file, as people have them; the second of them sends.</summary>
    /// <param name="bench">Where it is written.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="port">Where the account's server listens.</param>
    /// <param name="host">The server's name.</param>
    /// <param name="more">Lines for the defaults.</param>
    /// <param name="first">Lines ahead of everything.</param>
    public static string FourAccounts(
        Workbench bench, string name, int port, string host = "127.0.0.1", string more = "", string first = "") => bench.Write(name, $"""
        {first}
        defaults
        auth off
        tls off
        logfile {bench.PathOf(name + ".log")}
        {more}

        account work
        host mail.example.com
        port 587
        from work@example.org

        account home
        host {host}
        port {port}
        from me@example.org

        account other : home
        from other@example.org

        account last
        host mail.example.net
        port 587
        from last@example.net

        account default : home

        """);
}
