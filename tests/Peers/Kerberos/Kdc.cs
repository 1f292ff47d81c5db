using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A key distribution centre for the tests (MIT Kerberos) with the realm TEST.LOCAL, in one temporary directory: alice, and the service
/// smtp at localhost.
/// </summary>
public sealed class Kdc : IAsyncDisposable
{
    readonly TempDirectory folder = new();
    readonly int port = Ports.Free(1)[0];
    Daemon? daemon;

    /// <summary>Why there is none; null: there is one.</summary>
    public static string? Missing { get; } =
        !File.Exists("/usr/sbin/krb5kdc") ? "krb5kdc is not installed (package krb5-kdc)"
        : !File.Exists("/usr/sbin/kadmin.local") ? "kadmin.local is not installed (package krb5-admin-server)"
        : !File.Exists("/usr/bin/kinit") ? "kinit is not installed (package krb5-user)"
        : !HasServerMechanism() ? "Cyrus SASL has no GSSAPI (package libsasl2-modules-gssapi-mit)"
        : null;

    /// <summary>The client's and the server's configuration.</summary>
    public string Configuration => folder.File("krb5.conf");

    /// <summary>The key of smtp/localhost.</summary>
    public string ServiceKeys => folder.File("smtp.keytab");

    /// <summary>The key of alice, to get a ticket with.</summary>
    public string UserKeys => folder.File("alice.keytab");

    /// <summary>A cache with a ticket of alice.</summary>
    public string Cache => $"FILE:{folder.File("cache")}";

    /// <summary>A cache with a ticket of alice that expired a second after it was issued.</summary>
    public string ExpiredCache => $"FILE:{folder.File("expired")}";

    /// <summary>Creates the realm and starts.</summary>
    public async Task StartAsync()
    {
        folder.Write("krb5.conf", $$"""
            [libdefaults]
             default_realm = TEST.LOCAL
             dns_lookup_realm = false
             dns_lookup_kdc = false
             dns_canonicalize_hostname = false
             rdns = false
             udp_preference_limit = 1
            [realms]
             TEST.LOCAL = {
              kdc = 127.0.0.1:{{port}}
             }
            [domain_realm]
             localhost = TEST.LOCAL

            """);
        folder.Write("kdc.conf", $$"""
            [kdcdefaults]
             kdc_listen = 127.0.0.1:{{port}}
             kdc_tcp_listen = 127.0.0.1:{{port}}
            [realms]
             TEST.LOCAL = {
              database_name = {{folder.Path}}/principal
              key_stash_file = {{folder.Path}}/stash
              acl_file = {{folder.Path}}/kadm5.acl
             }
            [logging]
             kdc = FILE:{{folder.Path}}/kdc.log

            """);
        await DoAsync("""
            set -e
            PATH=$PATH:/usr/sbin
            kdb5_util create -s -r TEST.LOCAL -P master
            for query in 'addprinc -pw secret alice' 'addprinc -randkey smtp/localhost' \
                'ktadd -k smtp.keytab smtp/localhost' 'ktadd -norandkey -k alice.keytab alice'; do
                kadmin.local -q "$query"
            done
            chmod 755 .
            chmod 644 smtp.keytab krb5.conf
            """);
        daemon = await Daemon.StartAsync(Runner("/usr/sbin/krb5kdc", "-n"), () => Ports.IsOpen(port));
        await DoAsync($"""
            set -e
            kinit -k -t alice.keytab -c {Cache} alice
            kinit -k -t alice.keytab -c {ExpiredCache} -l 1s alice
            """);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (daemon is not null)
            await daemon.DisposeAsync();
        folder.Dispose();
    }

    static bool HasServerMechanism() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Append("/usr/lib")
        .Any(static folder => File.Exists(Path.Combine(folder, "sasl2", "libgssapiv2.so")));

    async Task DoAsync(string script)
    {
        var result = await Runner("/bin/sh", "-c", script).RunAsync(CancellationToken.None);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{script}: {result}");
    }

    CommandRunner Runner(string program, params IReadOnlyList<string> arguments) => new(program)
    {
        Arguments = arguments,
        WorkingDirectory = folder.Path,
        Environment = new Dictionary<string, string>
        {
            ["KRB5_CONFIG"] = Configuration,
            ["KRB5_KDC_PROFILE"] = folder.File("kdc.conf"),
        },
    };
}
