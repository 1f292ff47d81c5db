using Msmtp.TestKit;
using static Msmtp.Peers.AcceptorOptions;

namespace Msmtp.Peers;

/// <summary>The rows of <see cref="OutcomeTable"/> with channel binding: once for each TLS version that the server can bind to.</summary>
public sealed class BoundOutcomeTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    const string Hashes = "SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS";

    static readonly AcceptorOptions CyrusBelow13 = new(Cyrus, Tls12, Unique);
    static readonly AcceptorOptions CyrusUnder13 = new(Cyrus, Tls13, EndPoint);
    static readonly AcceptorOptions GnuBelow13 = new(Gnu, Tls12, Unique) { Offer = Hashes };

    public static TheoryData<string> Mechanisms { get; } = ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512-PLUS"];

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Cyrus_SASL(string mechanism) => OutcomeTable.Says(
        mechanism, "Cyrus SASL", Way.ImplicitTls, await OutcomeAsync(mechanism, CyrusBelow13) + "; " + await OutcomeAsync(mechanism, CyrusUnder13));

    [Theory, InlineData("SCRAM-SHA-1-PLUS"), InlineData("SCRAM-SHA-256-PLUS")]
    public async Task GNU_SASL(string mechanism)
    {
        Program.Find("gsasl", "gsasl");

        OutcomeTable.Says(mechanism, "GNU SASL", Way.ImplicitTls, await OutcomeAsync(mechanism, GnuBelow13));
    }

    [Fact]
    public async Task PostgreSQL()
    {
        PostgresServer.Needed();
        var options = new AcceptorOptions(Postgres, Tls13, EndPoint) { Offer = Hashes, PostgresPort = postgres.Port };
        using var others = new TestCertificates();

        var right = await OutcomeAsync("SCRAM-SHA-256-PLUS", options, "secret", postgres.Certificates);
        var wrong = await OutcomeAsync("SCRAM-SHA-256-PLUS", options, "wrong", postgres.Certificates);
        var spoilt = await OutcomeAsync("SCRAM-SHA-256-PLUS", options, "secret", others);

        OutcomeTable.Says("SCRAM-SHA-256-PLUS", "PostgreSQL", Way.ImplicitTls, Summary(options, right, wrong, spoilt));
    }

    static async Task<string> OutcomeAsync(string mechanism, AcceptorOptions options)
    {
        using var certificates = new TestCertificates();
        var right = await OutcomeAsync(mechanism, options, "secret", certificates);
        var wrong = await OutcomeAsync(mechanism, options, "wrong", certificates);
        var spoilt = await OutcomeAsync(mechanism, options with { IsSpoilt = true }, "secret", certificates);
        return Summary(options, right, wrong, spoilt);
    }

    static string Summary(AcceptorOptions options, string right, string wrong, string spoilt) =>
        $"{options.Tls.Replace("TLSv", "TLS ", StringComparison.Ordinal).Replace('_', '.')}, {options.Binding}: {right}; "
        + $"wrong password: {wrong}; another channel: {spoilt}";

    static async Task<string> OutcomeAsync(
        string mechanism, AcceptorOptions options, string password, TestCertificates certificates)
    {
        var mails = await Task.WhenAll(Enum.GetValues<Flavour>().Select(flavour =>
            BoundMail.SendAsync(flavour, options, mechanism.ToLowerInvariant(), password, certificates)));
        // The server saw this mechanism with this binding, not the one that is chosen without it.
        Assert.All(mails, mail => Assert.StartsWith($"{mechanism} p={options.Binding},", mail.Exchange, StringComparison.Ordinal));
        return Assert.Single(mails.Select(static mail => mail.Result.ExitCode == 0 ? "sent" : $"exit {mail.Result.ExitCode}").Distinct());
    }
}
