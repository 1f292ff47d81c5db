using NSubstitute;

namespace Msmtp.Configure.Srv.Tests;

public sealed class ConfigureModeTests
{
    const string Submissions = "_submissions._tcp.example.org";
    const string Submission = "_submission._tcp.example.org";

    static readonly SrvRecord Mail = new(0, 1, 465, "mail.example.org.");

    [Fact]
    public async Task An_account_is_printed_as_msmtp_prints_it()
    {
        var lines = await RunAsync("joe@example.org", new KnownRecords { [Submissions] = [Mail] });

        Assert.Equal(
            [
                "# - copy this to your configuration file /home/joe/.msmtprc",
                "# - encrypt your password:",
                "#   gpg -e -o ~/.msmtp-password.gpg",
                "account joe@example.org",
                "host mail.example.org",
                "port 465",
                "tls on",
                "tls_starttls off",
                "auth on",
                "user joe",
                "passwordeval gpg --no-tty -q -d ~/.msmtp-password.gpg",
                "from joe@example.org",
            ],
            lines);
    }

    [Fact]
    public async Task With_a_key_ring_the_password_belongs_there()
    {
        var lines = await RunAsync("joe@example.org", new KnownRecords { [Submissions] = [Mail] }, new SecretFacts(SecretFacts.Keyring + 1) { IsKeyring = true });

        Assert.Contains("# - add your password to the key ring:", lines);
        Assert.Contains("#   secret-tool store --label=msmtp host mail.example.org service smtp user joe", lines);
        Assert.DoesNotContain(lines, static line => line.Contains("gpg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submission_with_TLS_comes_first_and_the_other_is_not_asked_for()
    {
        var records = new KnownRecords
        {
            [Submissions] = [Mail with { Priority = 50 }],
            [Submission] = [Mail with { Port = 587 }],
        };

        Assert.Contains("port 465", await RunAsync("joe@example.org", records));
        Assert.Equal([Submissions], records.Questions);
    }

    [Fact]
    public async Task Submission_comes_second_and_begins_TLS_with_a_command()
    {
        var records = new KnownRecords
        {
            [Submissions] = [Mail with { Port = 0, Target = "." }],
            [Submission] = [Mail with { Port = 587 }],
        };

        var lines = await RunAsync("joe@example.org", records);

        Assert.Contains("port 587", lines);
        Assert.Contains("tls_starttls on", lines);
        Assert.Equal([Submissions, Submission], records.Questions);
    }

    [Fact]
    public async Task A_host_of_another_domain_is_warned_of()
    {
        var lines = await RunAsync("joe@example.org", new KnownRecords { [Submissions] = [Mail with { Target = "mail.example.net." }] });

        Assert.Equal("# - warning: the host does not match the mail domain; please check", lines[1]);
    }

    [Theory]
    [InlineData("joe")]
    [InlineData("@example.org")]
    public async Task What_is_no_address_is_refused_and_nobody_is_asked(string address)
    {
        var records = new KnownRecords();

        var failure = await FailureAsync(address, records);

        Assert.Equal("automatic configuration based on SRV records failed: invalid mail address", failure.Message);
        Assert.Equal(ExitCode.DataErr, failure.ExitCode);
        Assert.Empty(records.Questions);
    }

    [Fact]
    public async Task A_domain_without_records_is_told()
    {
        var failure = await FailureAsync("joe@example.org", new KnownRecords { [Submissions] = [Mail with { Target = "." }] });

        Assert.Equal(
            $"automatic configuration based on SRV records failed: no SRV records for {Submissions} or {Submission}", failure.Message);
        Assert.Equal((ExitCode.NoHost, DeliveryStage.Resolve), (failure.ExitCode, failure.Stage));
    }

    [Fact]
    public async Task A_domain_that_fits_into_no_question_has_no_records()
    {
        var records = new KnownRecords();

        var failure = await FailureAsync("joe@" + new string('a', 64) + ".org", records);

        Assert.Equal(ExitCode.NoHost, failure.ExitCode);
        Assert.Empty(records.Questions);
    }

    [Theory]
    [InlineData("joe@b\u00FCcher.example")]
    [InlineData("joe@B\u00DCCHER.example")]
    [InlineData("joe@xn--bcher-kva.example")]
    public async Task A_domain_that_is_not_ASCII_is_asked_for_as_DNS_knows_it(string address)
    {
        var records = new KnownRecords
        {
            ["_submissions._tcp.xn--bcher-kva.example"] = [Mail with { Target = "mail.xn--bcher-kva.example." }],
        };

        var lines = await RunAsync(address, records);

        Assert.Contains("host mail.xn--bcher-kva.example", lines);
        Assert.Contains($"from {address}", lines);
        Assert.DoesNotContain(lines, static line => line.Contains("warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("joe@b\uDC80.example")]
    [InlineData("joe@\u00FC..example")]
    public async Task A_domain_that_cannot_be_is_told(string address)
    {
        var records = new KnownRecords();

        var failure = await FailureAsync(address, records);

        Assert.StartsWith("automatic configuration based on SRV records failed: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" is not a valid domain name: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.DataErr, failure.ExitCode);
        Assert.Empty(records.Questions);
    }

    [Fact]
    public async Task That_nobody_could_tell_is_told_as_what_it_is()
    {
        var failure = await FailureAsync("joe@example.org", new DeadServer());

        Assert.Equal("automatic configuration based on SRV records failed: no answer from 192.0.2.1", failure.Message);
        Assert.Equal(ExitCode.NoHost, failure.ExitCode);
    }

    static Task<MailException> FailureAsync(string address, ISrvSource source) =>
        Assert.ThrowsAsync<MailException>(() => RunAsync(address, source));

    static async Task<List<string>> RunAsync(string address, ISrvSource source, params SecretFacts[] secrets)
    {
        var printed = new List<string>();
        var context = new PluginContext
        {
            Account = new MailAccount(AccountSettings.Empty),
            Secrets = Substitute.For<ISecretLookup>(),
            SecretSources = secrets,
            Shell = Substitute.For<IShell>(),
            Environment = new PluginEnvironment { Home = "" },
        };
        var mode = new ModeContext(context, address, printed.Add) { UserFile = "/home/joe/.msmtprc" };
        await ConfigureMode.RunAsync(mode, source, TestContext.Current.CancellationToken);
        return printed;
    }

    sealed class DeadServer : ISrvSource
    {
        public ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken cancellationToken) =>
            throw new IOException("no answer from 192.0.2.1");
    }
}
