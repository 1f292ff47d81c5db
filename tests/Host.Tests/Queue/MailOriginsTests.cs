using System.Runtime.Versioning;
using System.Text;
using Msmtp.Host.Tests.Configuration;
using Msmtp.Hosting;
using Msmtp.TestKit;
using NSubstitute;

namespace Msmtp.Host.Tests.Queue;

/// <summary>How a queued mail finds its account again.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MailOriginsTests : IDisposable
{
    readonly TempDirectory home = new();
    readonly PluginRegistry plugins = PluginRegistry.Of([new CorePlugin(), new SomeTransport()]);
    readonly ConfiguredOrigins origins;

    public MailOriginsTests()
    {
        var environment = new HostEnvironment
        {
            Environment = new PluginEnvironment { Home = home.Path, SystemConfiguration = home.Path },
            User = new UserEnvironment { Variable = name => name == "HOME" ? home.Path : null },
        };
        origins = new ConfiguredOrigins(plugins, environment);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_has_shaped_the_mail_does_not_tell_accounts_apart()
    {
        var account = new MailAccount(AccountSettings.Empty) { Name = "work", File = "/etc/msmtprc" };

        var origin = MailOrigins.Of(account, ["from me@example.org", "queue always", "port 26"], [], null);

        Assert.Equal(("work", "/etc/msmtprc"), (origin.Account, origin.File));
        Assert.Equal(["port 26"], origin.Overrides);
    }

    [Theory]
    [InlineData("tls_trust_file ca.pem", true)]
    [InlineData("tls_trust_file system", false)]
    [InlineData("tls_trust_file /ca.pem", false)]
    [InlineData("tls_key_file ~/key.pem", false)]
    [InlineData("tls_key_file pkcs11:token=a", false)]
    [InlineData("socket run/smtp", true)]
    [InlineData("pigeonhole coop", true)]
    [InlineData("pigeonhole none", false)]
    [InlineData("pigeonhole", false)]
    [InlineData("whistle ./here", true)]
    [InlineData("whistle sh -c 'cat <here'", true)]
    [InlineData("whistle pass show mail/work", false)]
    [InlineData("user joe", false)]
    public void The_folder_is_kept_of_an_account_that_depends_on_it(string command, bool isRelative)
    {
        home.Write("here", "");
        var account = Msmtprc.Read($"account work\n{command}\n", plugins: plugins).Find("work")!;

        var origin = MailOrigins.Of(account, [], plugins.Settings, home.Path);

        Assert.Equal(isRelative ? home.Path : null, origin.Folder);
        Assert.Equal(isRelative, origin.Key != new MailOrigin { Account = origin.Account, File = origin.File }.Key);
    }

    [Fact]
    public async Task What_is_relative_means_what_it_meant_where_the_mail_was_queued()
    {
        Directory.CreateDirectory(home.File("there"));
        var origin = new MailOrigin
        {
            Account = "work",
            File = Write("account work\nhost a\ntls_trust_file ca.pem\npigeonhole none\neval echo user $(basename $(pwd))\n"),
            Folder = home.File("there"),
            Overrides = ["pigeonhole coop"],
        };

        using var found = await origins.ResolveAsync(origin, Token);
        using var elsewhere = await origins.ResolveAsync(origin with { Folder = home.Path }, Token);
        var command = await found.Context.Shell.ReadFirstLineAsync("pwd", Token);
        var program = await found.Context.Shell.RunAsync(new ShellCommand("pwd") { Arguments = ["-P"] }, Token);

        var settings = found.Account.Settings;
        Assert.Equal((home.File("there/ca.pem"), home.File("there/coop")), (settings.Get(CommonSettings.TlsTrustFile), settings.Get(SomeTransport.Pigeonhole)));
        Assert.Equal(("there", Path.GetFileName(home.Path)), (settings.Get(CommonSettings.User), elsewhere.Account.Settings.Get(CommonSettings.User)));
        Assert.Equal(home.File("there"), Encoding.UTF8.GetString(command!));
        Assert.Equal(home.File("there") + "\n", Encoding.UTF8.GetString(program.Output.Reveal()));
    }

    [Fact]
    public async Task What_an_account_includes_is_read_again_when_it_has_changed()
    {
        home.Write("conf.d/a", "user joe\n");
        var origin = new MailOrigin { Account = "work", File = Write("account work\nhost a\ninclude conf.d\n") };
        async Task<string?> UserAsync()
        {
            using var found = await origins.ResolveAsync(origin, Token);
            return found.Account.Settings.Get(CommonSettings.User);
        }

        Assert.Equal("joe", await UserAsync());
        home.Write("conf.d/a", "user jim2\n");
        Assert.Equal("jim2", await UserAsync());
        Directory.SetLastWriteTimeUtc(home.File("conf.d"), DateTime.UnixEpoch);
        Assert.Equal("jim2", await UserAsync());
        home.Write("conf.d/b", "user jack\n");
        Assert.Equal("jack", await UserAsync());
    }

    [Fact]
    public async Task A_folder_that_is_gone_holds_up_the_mails_that_need_it()
    {
        var origin = new MailOrigin { Account = "work", File = Write("account work\nhost a\n"), Folder = home.File("gone") };

        var failure = await Assert.ThrowsAsync<MailException>(async () => await origins.ResolveAsync(origin, Token));

        Assert.Equal(FailureClass.Held, FailureClasses.Of(failure.Failure));
        Assert.Contains(home.File("gone"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_eval_in_a_file_is_a_command_of_its_accounts()
    {
        home.Write("here", "");
        var shell = Substitute.For<IShell>();
        shell.ReadFirstLineAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).Returns(static _ => new ValueTask<byte[]?>("user joe"u8.ToArray()));
        var account = Msmtprc.Read("account work\neval true\neval ./here\n", shell, plugins).Find("work")!;

        var origin = MailOrigins.Of(account, [], plugins.Settings, home.Path);

        Assert.Equal(home.Path, origin.Folder);
    }

    [Fact]
    public void A_relative_msmtprc_has_its_path_and_an_application_its_name()
    {
        Assert.Equal(Path.GetFullPath("rc"), MailOrigins.Of(new MailAccount(AccountSettings.Empty) { Name = "a", File = "rc" }, [], [], null).File);
        Assert.Equal(MailerAccounts.Application, MailOrigins.Of(new MailAccount(AccountSettings.Empty) { Name = "a", File = MailerAccounts.Owner }, [], [], null).File);
    }

    [Fact]
    public void An_account_of_the_environment_takes_its_server_along()
    {
        var account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "mail.example.org"));

        Assert.Equal(["host mail.example.org"], MailOrigins.Of(account, [], [], null).Overrides);
        Assert.Equal(["host other"], MailOrigins.Of(account, ["host other"], [], null).Overrides);
    }

    [Fact]
    public async Task The_account_is_found_again_with_what_the_command_line_said()
    {
        var origin = new MailOrigin { Account = "work", File = Write("account work\nhost a\nport 25\n"), Overrides = ["port 26", "from_full_name A B"] };

        using var found = await origins.ResolveAsync(origin, Token);

        Assert.Equal(("a", 26, "A B"), (
            found.Account.Settings.Get(CommonSettings.Host), found.Account.Settings.Get(CommonSettings.Port), found.Account.Settings.Get(MessageSettings.FromFullName)));
    }

    [Fact]
    public async Task A_mended_file_is_read_again()
    {
        var origin = new MailOrigin { Account = "work", File = Write("account other\nhost a\n") };
        var failed = await Assert.ThrowsAsync<MailException>(async () => await origins.ResolveAsync(origin, Token));
        Write("account work\nhost mended\n");

        using var found = await origins.ResolveAsync(origin, Token);

        Assert.Equal(ExitCode.Config, failed.ExitCode);
        Assert.Equal("mended", found.Account.Settings.Get(CommonSettings.Host));
    }

    [Fact]
    public async Task Without_an_account_the_overrides_are_everything()
    {
        using var found = await origins.ResolveAsync(new MailOrigin { Overrides = ["host a", "port 26"] }, Token);

        Assert.Equal(("a", 26), (found.Account.Settings.Get(CommonSettings.Host), found.Account.Settings.Get(CommonSettings.Port)));
    }

    [Theory]
    [InlineData("nonsense 1")]
    [InlineData("port many")]
    public async Task A_setting_that_means_nothing_any_more_is_a_mistake_of_the_configuration(string command)
    {
        var e = await Assert.ThrowsAsync<MailException>(async () => await origins.ResolveAsync(new MailOrigin { Overrides = ["host a", command] }, Token));

        Assert.Equal(ExitCode.Config, e.ExitCode);
    }

    public void Dispose() => home.Dispose();

    string Write(string text)
    {
        var path = home.Write("rc", text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    sealed class SomeTransport : IPlugin
    {
        public string Id => "tests.transport";

        // Whoever wrote it has not heard of queues.
        public static readonly SettingKey<string?> Pigeonhole = new("pigeonhole", null, SettingParsers.Path) { WordsBesidePaths = "none" };

        static readonly SettingKey<string?> Whistle = new("whistle", null, SettingParsers.Text) { IsCommand = true };

        public void Register(IPluginRegistry registry) => registry
            .AddTransport("fake", static (_, _) => throw new NotSupportedException())
            .AddSetting(CommonSettings.TlsKeyFile)
            .AddSetting(Pigeonhole)
            .AddSetting(Whistle);
    }
}
