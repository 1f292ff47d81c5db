using System.Text;
using Msmtp.Testing;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>Things that a test needs and does not care about.</summary>
static class Some
{
    static readonly PluginContext Hosts = new PluginUnderTest(new SmtpPlugin()).Context("host localhost");

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Nobody that anybody may ask.</summary>
    public static IConnector Connector => NSubstitute.Substitute.For<IConnector>();

    public static PluginContext Context(Action<AccountSettingsBuilder>? set = null) => new()
    {
        Account = new MailAccount(Settings(set)),
        Secrets = new FakeSecrets(),
        AuthenticatorFactory = Hosts.AuthenticatorFactory,
        Shell = NSubstitute.Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = "/home/me" },
    };

    public static AccountSettings Settings(Action<AccountSettingsBuilder>? set = null)
    {
        var builder = new AccountSettingsBuilder().Set(CommonSettings.Host, "mail.example.org");
        set?.Invoke(builder);
        return builder.Build();
    }

    public static OutgoingMail Mail(params string[] to) => MailOf("Subject: x\n\nhello\n", to);

    public static OutgoingMail MailFrom(string from, params string[] to) =>
        Mail() with { Envelope = new SmtpEnvelope(new ReversePath(from), [.. to.Select(static path => new ForwardPath(path))]) };

    public static OutgoingMail MailOf(string message, params string[] to)
    {
        var octets = Encoding.Latin1.GetBytes(message);
        var end = message.IndexOf("\n\n", StringComparison.Ordinal);
        var header = end < 0 ? octets.Length : end + 2;
        var recipients = to.Length > 0 ? to : ["you@example.net"];
        return new OutgoingMail(
            new SmtpEnvelope(new ReversePath("me@example.org"), [.. recipients.Select(static path => new ForwardPath(path))]),
            new MessageContent(octets.AsMemory(0, header), new MemoryStream(octets[header..])));
    }
}
