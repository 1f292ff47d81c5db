using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>Command lines of all sorts: words that are options, nearly so, and not at all.</summary>
static class CommandLines
{
    static readonly string[] Interesting =
    [
        "-", "--", "-f", "-tf", "-N", "-bs", "--port", "--port=", "--tls", "--tls=", "--t", "--=", "-b", "-dx", "-S", "--rmqs=x",
        "--host=h", "--set", "a@b", "", "-é", "-\uD800", "--\uDC80", "-\n",
    ];

    static readonly Gen<string> Text = ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(static text => text.Get);

    public static Arbitrary<string[]> Arbitrary { get; } = Gen.OneOf(
            Gen.Elements(Interesting),
            Text,
            Text.Select(static text => "-" + text),
            Text.Select(static text => "--" + text))
        .ArrayOf()
        .ToArbitrary();
}
