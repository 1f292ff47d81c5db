using System.Text;
using BenchmarkDotNet.Attributes;
using Msmtp.Hosting;

namespace Msmtp.Bench.Loops;

/// <summary>The user's file, from octets to accounts.</summary>
[MemoryDiagnoser]
public class Msmtprc
{
    const string Defaults = """
        # What all accounts have.
        defaults
        tls on
        tls_starttls on
        auth on
        logfile ~/.msmtp.log


        """;

    readonly ConfigurationReader reader = new(PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]), new SystemShell(), new Expansion(new UserEnvironment(), new PluginEnvironment { Home = "/home/joe" }));
    byte[] file = [];

    [Params(4, 1000)]
    public int Accounts { get; set; }

    [GlobalSetup]
    public void SetUp() => file = Encoding.ASCII.GetBytes(Defaults + string.Concat(Enumerable.Range(0, Accounts).Select(Account)));

    [Benchmark]
    public async Task Read() => await reader.ReadAsync(new ConfigurationSource("user", "msmtprc"), file, CancellationToken.None).ConfigureAwait(false);

    static string Account(int number) => $"""
        account work{number}
        host mail{number}.example.org
        port 587
        user joe
        password "a secret"
        from joe@work{number}.example.org


        """;
}
