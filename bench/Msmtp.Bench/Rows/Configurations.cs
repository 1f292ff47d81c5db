namespace Msmtp.Bench;

/// <summary>msmtprc files, with a name of its own for each.</summary>
static class Configurations
{
    /// <summary>Four accounts and a log file, as people have them; the third of them sends.</summary>
    public static string FourAccounts(Workbench bench, string name, int port, string host = "127.0.0.1", string more = "") => bench.Write(name, $"""
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

    /// <summary>One account, STARTTLS.</summary>
    public static string StartTls(Workbench bench, string name, int port, string trustFile, string more = "") => bench.Write(name, $"""
        account default
        host localhost
        port {port}
        from me@example.org
        tls on
        tls_trust_file {trustFile}
        {more}

        """);
}
