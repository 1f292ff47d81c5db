using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Parity.Daemon;

/// <summary>The real msmtpd and ours, side by side, with a session on standard input and output.</summary>
sealed class Daemons : IDisposable
{
    // Debian's package cannot be installed beside Postfix, so test.sh takes the program out of it.
    static readonly string[] Places = [Path.Combine(TestPaths.Root, "artifacts", "peers", "msmtpd", "usr", "bin", "msmtpd"), "/usr/bin/msmtpd"];

    readonly TempDirectory home = new();
    readonly string theirs;
    readonly string ours;

    Daemons(string real)
    {
        // Errors begin with all of argv[0]: both have to be called the same.
        theirs = Link("theirs", real);
        ours = Link("ours", TestPaths.NativeCommand);
    }

    /// <summary>Skips the test where there is nothing to compare, and says so.</summary>
    public static Daemons Require()
    {
        var real = Array.Find(Places, File.Exists);
        Assert.SkipWhen(real is null, "the real msmtpd is not there: there is nothing to compare with");
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), "our command is not built: run build.sh");
        return new Daemons(real!);
    }

    public void Dispose() => home.Dispose();

    /// <summary>A command that keeps the mail and its arguments.</summary>
    public const string Keeping = "sh -c 'cat >mail; printf \"%s\\n\" \"$@\" >words' sh -f %F --";

    public Task<DaemonRun> TheirsAsync(string said, params string[] options) => RunAsync(theirs, said, options);

    public Task<DaemonRun> OursAsync(string said, params string[] options) => RunAsync(ours, said, options);

    static async Task<DaemonRun> RunAsync(string program, string said, string[] options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(program)!, Guid.NewGuid().ToString("N"))).FullName;
        var result = await new CommandRunner(program)
        {
            Arguments = options,
            Input = Encoding.Latin1.GetBytes(said),
            InheritsEnvironment = false,
            Environment = new Dictionary<string, string> { ["HOME"] = folder, ["PATH"] = "/usr/bin:/bin", ["TZ"] = "UTC" },
            WorkingDirectory = folder,
        }.RunAsync(TestContext.Current.CancellationToken);
        return new DaemonRun(result.ExitCode, result.OutputText, result.ErrorText.Replace(program, "msmtpd", StringComparison.Ordinal), Kept(folder, "mail"), Kept(folder, "words"));
    }

    static string? Kept(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? File.ReadAllText(path, Encoding.Latin1) : null;

    string Link(string folder, string program)
    {
        var path = Path.Combine(Directory.CreateDirectory(home.File(folder)).FullName, "msmtpd");
        File.CreateSymbolicLink(path, program);
        return path;
    }
}

/// <summary>What came of a session.</summary>
/// <param name="ExitCode">The exit status.</param>
/// <param name="Said">Standard output.</param>
/// <param name="Complaint">Standard error, with the name of the program alone.</param>
/// <param name="Mail">What the command was given; null: it did not run.</param>
/// <param name="Words">Its arguments, one a line; null: it did not run.</param>
sealed record DaemonRun(int ExitCode, string Said, string Complaint, string? Mail, string? Words)
{
    /// <summary>The codes of the replies.</summary>
    public string Codes => string.Join(' ', Lines.Where(static line => line.Length > 3 && line[3] == ' ').Select(static line => line[..3]));

    /// <summary>The mail without its Received field, which has the time in it, and with the line ends of this system.</summary>
    public string? Body => Mail is null ? null : Mail.Replace("\r\n", "\n", StringComparison.Ordinal)[Mail.Replace("\r\n", "\n", StringComparison.Ordinal).IndexOf("+0000\n", StringComparison.Ordinal)..];

    IEnumerable<string> Lines => Said.Split('\n').Select(static line => line.TrimEnd('\r'));
}
