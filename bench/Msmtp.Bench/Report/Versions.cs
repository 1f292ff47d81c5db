using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Msmtp.Bench;

/// <summary>What was compared.</summary>
static partial class Versions
{
    public static IEnumerable<string> Describe(Workbench bench) =>
    [
        $"- ours: {FirstLine(bench, bench.Native, "--version")}; {RuntimeInformation.FrameworkDescription}; {OpenSsl(bench)}",
        $"- msmtp: {FirstLine(bench, Workbench.Msmtp, "--version")}; GnuTLS {GnuTls(bench)}",
        $"- postfix: {FirstLine(bench, "/usr/sbin/postconf", "-h", "mail_version")}",
    ];

    // The library that is loaded at run time, which need not be the one of the openssl command.
    static string OpenSsl(Workbench bench) => FirstLine(bench, "/usr/bin/openssl", "version");

    static string GnuTls(Workbench bench)
    {
        var library = GnuTlsLibrary().Match(Output(bench, "/usr/bin/ldd", Workbench.Msmtp)).Value;
        return library is "" ? "none" : FileVersion().Match(Path.GetFileName(File.ResolveLinkTarget(library, true)?.Name ?? library)).Value
            + $" (package {FirstLine(bench, "/usr/bin/dpkg-query", "-W", "-f", "${Version}", "libgnutls30")})";
    }

    static string FirstLine(Workbench bench, string program, params IReadOnlyList<string> arguments) =>
        Output(bench, program, arguments).Split('\n')[0];

    static string Output(Workbench bench, string program, params IReadOnlyList<string> arguments)
    {
        var file = bench.PathOf("output");
        if (!File.Exists(program))
            return "unknown";
        Child.Run(new Command(program, arguments) { Output = file, Errors = "/dev/null", Environment = bench.Environment });
        return File.ReadAllText(file);
    }

    [GeneratedRegex(@"/\S*libgnutls\S*")]
    private static partial Regex GnuTlsLibrary();

    [GeneratedRegex(@"\.so\.\S+")]
    private static partial Regex FileVersion();
}
