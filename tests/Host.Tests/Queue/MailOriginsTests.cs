using System.Runtime.Versioning;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Queue;

/// <summary>How a queued mail finds its account again.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MailOriginsTests : IDisposable
{
    readonly TempDirectory home = new();
    readonly ConfiguredOrigins origins;

    public MailOriginsTests()
    {
        var environment = new HostEnvironment
        {
            Environment = new PluginEnvironment { Home = home.Path, SystemConfiguration = home.Path },
            User = new UserEnvironment { Variable = name => name == "HOME" ? home.Path : null },
        };
        origins = new ConfiguredOrigins(PluginRegistry.Of([new CorePlugin(), new SomeTransport()]), environment);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_has_shaped_the_mail_does_not_tell_accounts_apart()
    {
        var account = new MailAccount(AccountSettings.Empty) { Name = "work", File = "/etc/msmtprc" };

        var origin = MailOrigins.Of(account, ["from me@example.org", "queue always", "port 26"]);

        Assert.Equal(("work", "/etc/msmtprc"), (origin.Account, origin.File));
        Assert.Equal(["port 26"], origin.Overrides);
    }

    [Theory]
    [InlineData("tls_trust_file ca.pem", true)]
    [InlineData("tls_trust_file system", false)]
    [InlineData("tls_trust_file /ca.pem", false)]
    [InlineData("tls_key_file ~/key.pem", false)]
    [InlineData("socket run/smtp", true)]
    [InlineData("oauth_service_account key.json", true)]
    [InlineData("logfile -", false)]
    [InlineData("logfile", false)]
    [InlineData("user joe", false)]
    public void A_path_means_the_same_from_every_folder(string command, bool isRelative)
    {
        var kept = Assert.Single(MailOrigins.Of(new MailAccount(AccountSettings.Empty) { Name = "work" }, [command]).Overrides);

        var expected = isRelative ? $"{command.Split(' ')[0]} {Path.GetFullPath(command.Split(' ')[1])}" : command;
        Assert.Equal(expected, kept);
    }

    [Fact]
    public void A_relative_msmtprc_has_its_path_and_an_application_its_name()
    {
        Assert.Equal(Path.GetFullPath("rc"), MailOrigins.Of(new MailAccount(AccountSettings.Empty) { Name = "a", File = "rc" }, []).File);
        Assert.Equal(MailerAccounts.Application, MailOrigins.Of(new MailAccount(AccountSettings.Empty) { Name = "a", File = MailerAccounts.Owner }, []).File);
    }

    [Fact]
    public void An_account_of_the_environment_takes_its_server_along()
    {
        var account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "mail.example.org"));

        Assert.Equal(["host mail.example.org"], MailOrigins.Of(account, []).Overrides);
        Assert.Equal(["host other"], MailOrigins.Of(account, ["host other"]).Overrides);
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

        public void Register(IPluginRegistry registry) => registry.AddTransport("fake", static (_, _) => throw new NotSupportedException());
    }
}
