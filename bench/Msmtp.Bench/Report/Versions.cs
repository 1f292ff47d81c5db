using System.Runtime.InteropServices;

namespace Msmtp.Bench;

/// <summary>What was compared.</summary>
static class Versions
{
    public static IEnumerable<string> Describe(Workbench bench) =>
    [
        $"- ours: {FirstLine(bench, bench.Native, "--version")}; {RuntimeInformation.FrameworkDescription}; {OpenSsl(bench)}",
        $"- msmtp: {FirstLine(bench, Workbench.Msmtp, "--version")}; GnuTLS {GnuTls(bench)}",
        $"- postfix: {FirstLine(bench, "/usr/sbin/postconf", "-h", "mail_version")}",
        $"- others: {string.Join(", ", OtherProgram.All.Select(other => $"{other.Name} {Package(bench, other.Name)}"))}",
    ];

    static string OpenSsl(Workbench bench) => string.Join(' ', FirstLine(bench, "/usr/bin/openssl", "version").Split(' ').Take(2));

    static string GnuTls(Workbench bench) => Package(bench, "libgnutls30");

    static string Package(Workbench bench, string name) => FirstLine(bench, "/usr/bin/dpkg-query", "-W", "-f", "${Version}", name);

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
}
