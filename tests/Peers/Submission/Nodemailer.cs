using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Nodemailer, a package of npm that test.sh fetches into artifacts/peers.</summary>
static class Nodemailer
{
    static readonly string Modules = Path.Combine(TestPaths.Root, "artifacts", "peers", "nodemailer", "node_modules");

    /// <summary>Sends a mail to each recipient.</summary>
    /// <param name="user">Who runs it.</param>
    /// <param name="place">HOST:PORT, or the path of a sendmail.</param>
    /// <param name="to">The recipients.</param>
    public static Task<CommandResult> SendAsync(SendmailUser user, string place, params string[] to)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Modules, "nodemailer")), $"{Modules} has no nodemailer, which test.sh fetches with npm");
        var script = Path.Combine(TestPaths.Root, "tests", "Peers", "Submission", "Clients", "nodemailer.cjs");
        return user.RunAsync(Program.Find("node", "nodejs"), [script, Modules, place, .. to]);
    }
}
