using System.Runtime.Versioning;
using System.Text;
using Msmtp.Hosting;
using Msmtp.TestKit;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

/// <summary>Files that are made of lines at random: what the commands for several files must not change.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SameAsBeforeTests
{
    const int Files = 400;

    static readonly string[] Commands =
    [
        "account", "account", "account", "defaults", "host", "user", "port", "from", "password", "tls", "timeout", "domain", "bogus", "includes", "#include", "maildomain",
    ];

    static readonly string[] Arguments =
    [
        "", "a", "b", "c : a", "d : a, b", "\"e\"", "on", "26", "h.example.org", "${HOME}", "${NONE}", "$$", "$", "%", "%%", "%h", "%U@%H", "%q", "\" a \"", "\"a", "~/x", "\u00E9",
    ];

    readonly PluginRegistry plugins = PluginRegistry.Of([new CorePlugin()]);

    [Fact]
    public void Without_the_new_words_a_file_is_its_lines()
    {
        var random = new Random(1);
        for (var i = 0; i < Files; i++)
        {
            var lines = Lines(random, Arguments);

            Assert.Equal(LineByLine(lines), Outcome(() => Msmtprc.Read(string.Join('\n', lines), plugins: plugins)));
        }
    }

    [Fact]
    public void Without_a_dollar_or_percent_sign_expand_changes_nothing()
    {
        var random = new Random(2);
        var plain = Arguments.Where(static argument => !argument.AsSpan().ContainsAny('$', '%')).ToArray();
        for (var i = 0; i < Files; i++)
        {
            var lines = Lines(random, plain);

            Assert.Equal(
                Outcome(() => Msmtprc.Read("#\n" + string.Join('\n', lines), plugins: plugins)),
                Outcome(() => Msmtprc.Read("expand on\n" + string.Join('\n', lines), plugins: plugins)));
        }
    }

    [Fact]
    public void A_file_in_pieces_is_the_file()
    {
        var random = new Random(3);
        for (var i = 0; i < Files; i++)
        {
            using var folder = new TempDirectory();
            var lines = Lines(random, Arguments);
            var pieces = Pieces(folder, "rc", lines, random, depth: 0);
            var whole = Outcome(() => Msmtprc.Read(string.Join('\n', lines), plugins: plugins));
            var parts = Outcome(() => Read(folder.File("rc")));

            // An error is the same one, in another file and line.
            Assert.Equal(WithoutPlace(whole), WithoutPlace(parts));
            Assert.True(pieces >= 1);
        }
    }

    // Some lines in a row become a file of their own, and some of those again.
    static int Pieces(TempDirectory folder, string name, string[] lines, Random random, int depth)
    {
        var written = new List<string>();
        var files = 1;
        for (var i = 0; i < lines.Length;)
        {
            var length = random.Next(0, 5);
            if (length == 0 || depth > 5)
            {
                written.Add(lines[i++]);
                continue;
            }
            length = Math.Min(length, lines.Length - i);
            written.Add($"include {name}.{i}");
            files += Pieces(folder, $"{name}.{i}", lines[i..(i + length)], random, depth + 1);
            i += length;
        }
        folder.Write(name, string.Join('\n', written));
        return files;
    }

    ConfigurationFile Read(string path) => Msmtprc.Reader(plugins, Substitute.For<IShell>())
        .ReadAsync(new ConfigurationSource("user", path), File.ReadAllBytes(path), TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();

    static string[] Lines(Random random, string[] arguments) =>
        [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"{Commands[random.Next(Commands.Length)]} {arguments[random.Next(arguments.Length)]}".Trim())];

    // What a reader would do that knows nothing but lines.
    string LineByLine(string[] lines)
    {
        var builder = new AccountsBuilder(plugins, "/home/joe");
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                if (ConfigurationLine.Read(Encoding.UTF8.GetBytes(lines[i])) is not { } line)
                    continue;
                if (line.HasOpenQuote)
                    throw new InvalidDataException($"the argument of command {line.Command} begins with a quote but does not end with one");
                builder.Add(line);
            }
            catch (InvalidDataException e)
            {
                return $"rc: line {i + 1}: {e.Message}";
            }
        }
        return Text(builder.Finish());
    }

    static string Outcome(Func<ConfigurationFile> read)
    {
        try
        {
            return Text(read().Accounts);
        }
        catch (MailException e)
        {
            return e.Message;
        }
    }

    static string WithoutPlace(string outcome) =>
        outcome.IndexOf(": line ", StringComparison.Ordinal) is >= 0 and var place ? outcome[(outcome.IndexOf(": ", place + 2, StringComparison.Ordinal) + 2)..] : outcome;

    static string Text(IReadOnlyList<AccountDefinition> accounts) => string.Join('\n', accounts.Select(account => account.Name + " " + string.Join(
        ' ', account.Settings.Keys.OfType<SettingKey>().OrderBy(static key => key.Name, StringComparer.Ordinal).Select(key => $"{key.Name}={key.Show(account.Settings)}"))));
}
