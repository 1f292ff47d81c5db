using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A PostgreSQL for the tests, which lets alice in by SCRAM over TLS. Its certificate is <see cref="TestCertificates.Good"/>.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    // It refuses to run as root, and refuses a key that others can read.
    const string Preparation = """
        set -e
        as=
        chmod 755 .
        if [ "$(id -u)" = 0 ]; then
            as='setpriv --reuid postgres --regid postgres --clear-groups'
            chown postgres . key.pem
        fi
        chmod 600 key.pem
        $as $PROGRAMS/initdb -D data -A scram-sha-256 -U alice --pwfile password --no-sync >log 2>&1
        echo 'hostssl all all 127.0.0.1/32 scram-sha-256' >data/pg_hba.conf
        $as $PROGRAMS/pg_ctl -D data -w start -l server.log -o "-p $PORT -h 127.0.0.1 -k '$PWD' -c fsync=off -c ssl=on \
            -c ssl_cert_file='$PWD/certificate.pem' -c ssl_key_file='$PWD/key.pem'" >>log 2>&1
        """;

    const string End = """
        as=
        [ "$(id -u)" != 0 ] || as='setpriv --reuid postgres --regid postgres --clear-groups'
        $as $PROGRAMS/pg_ctl -D data -m immediate -w stop >>log 2>&1
        """;

    static readonly string? Programs = !Directory.Exists("/usr/lib/postgresql") ? null : Directory
        .EnumerateDirectories("/usr/lib/postgresql")
        .Select(static version => Path.Combine(version, "bin"))
        .Where(static folder => File.Exists(Path.Combine(folder, "initdb")))
        .Order(StringComparer.Ordinal)
        .LastOrDefault();

    readonly TempDirectory folder = new();
    bool isStarted;

    /// <summary>Its certificates.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>Where it listens, at 127.0.0.1.</summary>
    public int Port { get; } = Ports.Free(1)[0];

    /// <summary>Skips the test if it is not installed.</summary>
    public static void Needed() => Assert.SkipWhen(Programs is null, "PostgreSQL is not installed (package postgresql)");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Programs is null)
            return;
        folder.Write("password", "secret");
        File.SetUnixFileMode(folder.File("password"), (UnixFileMode)0b110_100_100);
        File.Copy(Certificates.CertificateFile(Certificates.Good), folder.File("certificate.pem"));
        File.SetUnixFileMode(folder.File("certificate.pem"), (UnixFileMode)0b110_100_100);
        File.Copy(Certificates.KeyFile(Certificates.Good), folder.File("key.pem"));
        isStarted = true;
        await DoAsync(Preparation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isStarted)
            await DoAsync(End);
        Certificates.Dispose();
        folder.Dispose();
    }

    async Task DoAsync(string script)
    {
        var runner = new CommandRunner("/bin/sh")
        {
            Arguments = ["-c", script],
            WorkingDirectory = folder.Path,
            Environment = new Dictionary<string, string> { ["PROGRAMS"] = Programs ?? "", ["PORT"] = $"{Port}" },
        };
        var result = await runner.RunAsync(CancellationToken.None);
        if (result.ExitCode == 0)
            return;
        var logs = ((string[])["log", "server.log"]).Select(name => folder.File(name)).Where(File.Exists).Select(File.ReadAllText);
        throw new InvalidOperationException($"PostgreSQL: {result}\n{string.Concat(logs)}");
    }
}
