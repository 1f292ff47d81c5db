using System.Runtime.Versioning;
using System.Text;
using Msmtp.Hosting;
using Msmtp.TestKit;
using NSubstitute;

namespace Msmtp.Host.Tests.Configuration;

/// <summary><c>include</c>: the lines of another file, or of those in a folder, in the place of one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IncludeTests : IDisposable
{
    readonly TempDirectory home = new();
    readonly IShell shell = Substitute.For<IShell>();
    readonly Dictionary<string, string> variables = [];

    string Root => home.File("rc");

    ConfigurationReader Reader() => new(
        PluginRegistry.Of([new CorePlugin()]),
        shell,
        new Expansion(
            new UserEnvironment { Variable = name => name == "HOME" ? home.Path : variables.GetValueOrDefault(name), Machine = static () => "host.example.org" },
            new PluginEnvironment { Home = home.Path }));

    ConfigurationFile Read() => Read(Reader());

    ConfigurationFile Read(ConfigurationReader reader) => reader
        .ReadAsync(new ConfigurationSource("user", Root), File.ReadAllBytes(Root), TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();

    string? Users(string account = "default") => Read().Find(account)?.Settings.Get(CommonSettings.User);

    MailException Error() => Assert.Throws<MailException>(() => Read());

    [Theory]
    [InlineData("include more")]
    [InlineData("include \"more\"")]
    [InlineData("include ./more")]
    [InlineData("include ~/more")]
    [InlineData("include sub/../more")]
    [InlineData("include sub/more")]
    public void The_lines_stand_in_the_place_of_the_command(string line)
    {
        home.Write("more", "user joe");
        // Relative to the file in which it stands.
        home.Write("sub/more", "include ../more\n");
        home.Write("rc", $"host h\n{line}\nport 26\n");

        var settings = Read().Find("default")!.Settings;

        Assert.Equal(("h", "joe", 26), (settings.Get(CommonSettings.Host), settings.Get(CommonSettings.User), settings.Get(CommonSettings.Port)));
    }

    [Fact]
    public void An_account_goes_on_in_the_included_file_and_behind_it()
    {
        home.Write("common", "user joe\n");
        home.Write("accounts", "account b\nhost b\ndefaults\nport 27\naccount c\nhost c\n");
        home.Write("rc", "account a\nhost a\ninclude common\nport 26\ninclude accounts\nuser jim\naccount d : a\n");

        var file = Read();

        Assert.Equal(["a", "b", "c", "d"], file.All.Select(account => account.Name));
        Assert.Equal(["joe", null, "jim", "joe"], file.All.Select(account => account.Settings.Get(CommonSettings.User)));
        Assert.Equal([26, 25, 27, 26], file.All.Select(account => account.Settings.Get(CommonSettings.Port)));
        Assert.All(file.All, account => Assert.Equal(Root, account.File));
    }

    [Fact]
    public void The_same_file_may_be_included_by_several_accounts()
    {
        home.Write("common", "user joe\n");
        home.Write("rc", "account a\ninclude common\naccount b\ninclude common\n");

        Assert.Equal(("joe", "joe"), (Users("a"), Users("b")));
    }

    [Fact]
    public void A_folder_is_its_files_in_the_order_of_their_octets()
    {
        foreach (var name in (string[])["10-b", "9", "A", "a.conf", "z", "é", "\uFFFD", "\U0001F4EC", "10-a"])
            home.Write($"conf.d/{name}", $"account {name}\n");
        home.Write("rc", "include conf.d\n");

        Assert.Equal(["10-a", "10-b", "9", "A", "a.conf", "z", "é", "\uFFFD", "\U0001F4EC"], Read().All.Select(account => account.Name));
    }

    [Fact]
    public void A_pipe_in_a_folder_is_not_waited_for()
    {
        home.Write("conf.d/a", "account a\n");
        home.Write("conf.d/empty", "");
        using (var made = System.Diagnostics.Process.Start("mkfifo", home.File("conf.d", "b")))
            made.WaitForExit();
        home.Write("rc", "include conf.d\n");

        Assert.Equal("a", Assert.Single(Read().All).Name);
    }

    [Theory]
    [InlineData(".hidden")]
    [InlineData(".a.swp")]
    [InlineData("a~")]
    [InlineData("#a#")]
    [InlineData("a.bak")]
    [InlineData("a.orig")]
    [InlineData("a.disabled")]
    [InlineData("a.dpkg-old")]
    [InlineData("a.dpkg-dist")]
    [InlineData("a.ucf-dist")]
    [InlineData("a.rpmsave")]
    [InlineData("a.rpmnew")]
    [InlineData("a.cfsaved")]
    public void What_was_left_behind_in_a_folder_is_passed_over_and_told(string name)
    {
        home.Write("conf.d/a", "user joe\n");
        home.Write($"conf.d/{name}", "bogus\n");
        home.Write("conf.d/sub/a", "bogus\n");
        home.Write("rc", "\ninclude conf.d\n");

        var notes = Read().Notes;

        Assert.Equal("joe", Users());
        Assert.Equal(3, notes.Count);
        Assert.Contains($"passed over {home.File("conf.d", name)}, in a folder included in line 2 of {Root}", notes);
        Assert.Contains($"loaded {home.File("conf.d/a")}, included in line 2 of {Root}", notes);
    }

    [Theory]
    [InlineData("a.conf")]
    [InlineData("10_a")]
    [InlineData("a b")]
    [InlineData("a#")]
    [InlineData("a.backup.example")]
    public void Any_other_name_counts(string name)
    {
        home.Write($"conf.d/{name}", "user joe\n");
        home.Write("rc", "include conf.d\n");

        Assert.Equal("joe", Users());
    }

    [Fact]
    public void What_is_named_is_read_whatever_its_name_is()
    {
        home.Write(".a.bak~", "user joe\n");
        home.Write("rc", "include .a.bak~\n");

        Assert.Equal("joe", Users());
    }

    [Fact]
    public void An_empty_folder_is_fine()
    {
        Directory.CreateDirectory(home.File("conf.d"));
        home.Write("rc", "user joe\ninclude conf.d\n");

        Assert.Equal("joe", Users());
    }

    [Theory]
    [InlineData("include more", "more")]
    [InlineData("include conf.d/", "conf.d/")]
    [InlineData("include /nowhere/at/all", "/nowhere/at/all")]
    public void What_is_missing_is_told_with_the_line_that_names_it(string line, string path)
    {
        home.Write("rc", $"host h\n{line}\n");

        var e = Error();

        Assert.Equal((ExitCode.IoErr, $"{Root}: line 2: {Path.Combine(home.Path, path)}: No such file or directory"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void A_pattern_is_told_what_to_write()
    {
        home.Write("conf.d/a.conf", "");
        home.Write("rc", "include conf.d/*.conf\n");

        var e = Error();

        Assert.Equal((ExitCode.Config, $"{Root}: line 1: conf.d/*.conf is not there, and command include takes no patterns"), (e.ExitCode, e.Message));
        Assert.StartsWith("name the folder", e.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_have_a_star_in_its_name()
    {
        home.Write("a*", "user joe\n");
        home.Write("rc", "include a*\n");

        Assert.Equal("joe", Users());
    }

    [Fact]
    public void Without_an_argument_it_is_an_error()
    {
        home.Write("rc", "include\n");

        Assert.Equal($"{Root}: line 1: command include needs an argument", Error().Message);
    }

    [Fact]
    public void An_error_names_the_included_file_and_the_way_to_it()
    {
        home.Write("b", "# c\ninclude c/d\n");
        home.Write("c/d", "\n\nhots h\n");
        home.Write("rc", "host h\ninclude b\n");

        var e = Error();

        Assert.Equal($"{home.File("c/d")}: line 3: unknown command hots", e.Message);
        Assert.Equal($"did you mean host? (included in line 2 of {home.File("b")}, included in line 2 of {Root})", e.Advice);
    }

    [Theory]
    [InlineData("user " + "0123456789012345678901234567890123456789", "")]
    [InlineData("\0h\0o", ": line 1: the file is in UTF-16: save it as UTF-8")]
    [InlineData("eval", ": line 1: command eval needs an argument")]
    [InlineData("user a\rb", ": line 1: the argument of command user holds a line break or NUL")]
    [InlineData("account a", ": line 1: account a was already defined")]
    [InlineData("sendmail_options strict", ": line 1: command sendmail_options must stand in the system's msmtprc itself, not in a file that is included")]
    public void All_errors_do(string line, string error)
    {
        home.Write("b", error.Length > 0 ? line : string.Concat(Enumerable.Repeat(line, 20)));
        home.Write("rc", "account a\naccount c\ninclude b\n");

        var e = Error();

        Assert.Equal(home.File("b") + (error.Length > 0 ? error : ": line longer than 500 characters"), e.Message);
        Assert.EndsWith($"included in line 3 of {Root}", e.Advice?.TrimEnd(')'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_is_told_with_the_files_that_make_it()
    {
        home.Write("b", "include c\n");
        home.Write("c", "host h\ninclude sub/../b\n");
        home.Write("sub/x", "");
        home.Write("rc", "include b\n");

        var e = Error();

        Assert.Equal(
            $"{home.File("c")}: line 2: {home.File("sub/../b")} includes itself: {home.File("b")} includes {home.File("c")} includes {home.File("sub/../b")}",
            e.Message);
        Assert.Equal(ExitCode.Config, e.ExitCode);
    }

    [Theory]
    [InlineData("rc")]
    [InlineData(".")]
    [InlineData("link")]
    public void A_file_that_includes_itself_is_such_a_circle(string argument)
    {
        File.CreateSymbolicLink(home.File("link"), Root);
        home.Write("rc", $"include {argument}\n");

        Assert.StartsWith($"{Root}: line 1: {home.Path}/", Error().Message, StringComparison.Ordinal);
        Assert.Contains(" includes itself: ", Error().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void The_depth_has_an_end(int depth, bool isRead)
    {
        home.Write("rc", "include 1\n");
        for (var i = 1; i < depth; i++)
            home.Write($"{i}", $"include {i + 1}\n");
        home.Write($"{depth}", "user joe\n");

        if (isRead)
            Assert.Equal("joe", Users());
        else
            Assert.Equal($"{home.File("16")}: line 1: {home.File("17")} is included too deep: 16 files already include each other", Error().Message);
    }

    [Fact]
    public void So_has_the_number()
    {
        home.Write("rc", "include 1\n");
        for (var i = 1; i < 16; i++)
            home.Write($"{i}", $"include {i + 1}\ninclude {i + 1}\n");
        home.Write("16", "user joe\n");

        Assert.EndsWith("is one file too many: 1000 are already included", Error().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_secrets_of_each_file_are_its_own()
    {
        home.Write("secret", "password x\n");
        home.Write("rc", "user joe\ninclude secret\n");
        Assert.False(Read().HoldsSecret);

        home.Write("rc", "password y\ninclude secret\n");
        Assert.True(Read().HoldsSecret);
    }

    [Theory]
    [InlineData("include b")]
    [InlineData("expand on")]
    [InlineData("sendmail_options strict")]
    public void What_an_eval_prints_is_a_setting_and_nothing_else(string printed)
    {
        home.Write("b", "");
        shell.ReadFirstLineAsync("x", Arg.Any<CancellationToken>()).Returns(_ => new ValueTask<byte[]?>(Encoding.UTF8.GetBytes(printed)));
        home.Write("rc", "eval x\n");

        Assert.Equal($"{Root}: line 1: command {printed.Split(' ')[0]} must not come from an eval", Error().Message);
    }

    [Fact]
    public void The_commands_of_all_files_belong_to_their_accounts()
    {
        shell.ReadFirstLineAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).Returns(static _ => new ValueTask<byte[]?>("user joe"u8.ToArray()));
        home.Write("b", "eval two\n");
        home.Write("rc", "eval one\ninclude b\neval three\n");

        Assert.Equal("one\ntwo\nthree", Read().Commands);
    }

    [Theory]
    [InlineData("eval x\ninclude b\n", "b", "")]
    [InlineData("include a\ninclude b\n", "b", "eval x\n")]
    public void A_plugin_comes_before_any_eval_in_any_file(string root, string wrong, string other)
    {
        shell.ReadFirstLineAsync("x", Arg.Any<CancellationToken>()).Returns(static _ => new ValueTask<byte[]?>("user joe"u8.ToArray()));
        home.Write("a", other);
        home.Write("b", "plugin carrier\n");
        home.Write("rc", root);

        Assert.Equal($"{home.File(wrong)}: line 1: command plugin must come before any eval", Error().Message);
    }

    [Fact]
    public void Discreetly_nothing_of_what_is_in_any_file_is_told()
    {
        home.Write("b", "hots h\n");
        home.Write("rc", "host h\ninclude b\n");
        var reader = new ConfigurationReader(PluginRegistry.Of([new CorePlugin()]), shell, new Expansion(new UserEnvironment(), new PluginEnvironment { Home = "" })) { IsDiscreet = true };

        var e = Assert.Throws<MailException>(() => Read(reader));

        Assert.Equal(($"{Root}: line 2 cannot be used", null, null), (e.Message, e.Advice, e.InnerException));
    }

    [Fact]
    public void Discreetly_a_variable_that_is_missing_is_told_apart_from_a_fault()
    {
        home.Write("b", "expand on\nhost ${MAIL_HOST}\n");
        home.Write("rc", "host h\ninclude b\n");
        var reader = new ConfigurationReader(
            PluginRegistry.Of([new CorePlugin()]), shell, new Expansion(new UserEnvironment { Variable = static _ => null }, new PluginEnvironment { Home = "" })) { IsDiscreet = true };

        var e = Assert.Throws<MailException>(() => Read(reader));

        Assert.Equal($"{Root}: line 2 cannot be used: it needs a variable of the environment, which is left behind", e.Message);
    }

    [Fact]
    public void Expand_counts_for_its_own_file()
    {
        variables["X"] = "joe";
        home.Write("off", "account b\nuser ${X}\nexpand on\naccount c\nuser ${X}\n");
        home.Write("rc", "expand on\naccount a\nuser ${X}\ninclude off\naccount d\nuser ${X}\nexpand off\naccount e\nuser ${X}\nexpand\naccount f\nuser ${X}\n");

        Assert.Equal(("joe", "${X}", "joe", "joe", "${X}", "joe"), (Users("a"), Users("b"), Users("c"), Users("d"), Users("e"), Users("f")));
    }

    [Fact]
    public void A_file_for_each_machine()
    {
        home.Write("hosts/host", "user joe\n");
        home.Write("rc", "expand on\ninclude hosts/%L\n");

        Assert.Equal("joe", Users());
    }

    [Fact]
    public void What_was_included_has_changed_when_any_of_it_has()
    {
        home.Write("a", "");
        home.Write("conf.d/b", "");
        home.Write("rc", "include a\ninclude conf.d\n");
        IncludedFiles Included()
        {
            var reader = Reader();
            Read(reader);
            return reader.Included;
        }

        var included = Included();
        Assert.False(included.HaveChanged());
        home.Write("a", "user joe\n");
        Assert.True(included.HaveChanged());
        included = Included();
        home.Write("conf.d/b", "user joe\n");
        Assert.True(included.HaveChanged());
        included = Included();
        Directory.SetLastWriteTimeUtc(home.File("conf.d"), DateTime.UnixEpoch);
        included = Included();
        home.Write("conf.d/c", "user joe\n");
        Assert.True(included.HaveChanged());
        included = Included();
        File.Delete(home.File("conf.d/b"));
        Assert.True(included.HaveChanged());
    }

    [Fact]
    public void What_is_wrong_may_be_mended_where_it_is()
    {
        home.Write("rc", "include a\n");
        var reader = Reader();
        Assert.Throws<MailException>(() => Read(reader));

        Assert.False(reader.Included.HaveChanged());
        home.Write("a", "user joe\n");
        Assert.True(reader.Included.HaveChanged());
    }

    [Fact]
    public void The_age_of_a_configuration_is_that_of_its_youngest_file()
    {
        var environment = new HostEnvironment
        {
            Environment = new PluginEnvironment { Home = home.Path, SystemConfiguration = home.Path },
            User = new UserEnvironment { Variable = name => name == "HOME" ? home.Path : null, Machine = static () => "host.example.org" },
        };
        var ages = new ConfigurationAges(environment);
        home.Write("host/b", "include ../c\n");
        home.Write("c", "bogus\n");
        home.Write("rc", "eval x\nexpand on\nbogus ${X}\ninclude %L\n");
        foreach (var path in (string[])["rc", "host/b", "c"])
            File.SetLastWriteTimeUtc(home.File(path), DateTime.UnixEpoch);
        Directory.SetLastWriteTimeUtc(home.File("host"), DateTime.UnixEpoch);
        DateTimeOffset? Age() => ages.Of(new MailOrigin { Account = "default", File = Root });

        Assert.Equal(DateTimeOffset.UnixEpoch, Age());
        foreach (var (path, day) in ((string, int)[])[("rc", 1), ("c", 2), ("host/b", 3)])
        {
            File.SetLastWriteTimeUtc(home.File(path), DateTime.UnixEpoch.AddDays(day));
            Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(day), Age());
        }
        Directory.SetLastWriteTimeUtc(home.File("host"), DateTime.UnixEpoch.AddDays(4));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(4), Age());
        Assert.Null(ages.Of(new MailOrigin { Account = "default", File = home.File("nowhere") }));
    }

    public void Dispose() => home.Dispose();
}
