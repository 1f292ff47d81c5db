using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The configuration and the users of Cyrus SASL in a directory.</summary>
static class CyrusUsers
{
    /// <summary>Writes both; skips the test if a package is missing.</summary>
    public static async Task WriteAsync(TempDirectory folder)
    {
        Assert.SkipUnless(HasScram(), "Cyrus SASL has no SCRAM (package libsasl2-modules)");
        var database = folder.File("sasldb2");
        folder.Write("acceptor.conf", $"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {database}\n");
        var result = await new CommandRunner(Program.Find("saslpasswd2", "sasl2-bin"))
        {
            Arguments = ["-p", "-c", "-f", database, "-u", "localhost", "alice"],
            Input = Encoding.ASCII.GetBytes("secret"),
        }.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    static bool HasScram() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Append("/usr/lib")
        .Any(static folder => File.Exists(Path.Combine(folder, "sasl2", "libscram.so")));
}
