using static Msmtp.Peers.AcceptorOptions;

namespace Msmtp.Peers;

/// <summary>SCRAM-SHA-256-PLUS as checked by PostgreSQL, which supports the binding to the certificate and computes it itself.</summary>
public sealed class PostgresTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_certificate_is_bound_to(Flavour flavour)
    {
        var mail = await SendAsync(flavour, Tls13, "scram-sha-256-plus");

        mail.WasAccepted("SCRAM-SHA-256-PLUS p=tls-server-end-point,");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_wrong_password_is_refused(Flavour flavour)
    {
        var mail = await SendAsync(flavour, Tls13, "scram-sha-256-plus", "wrong");

        mail.WasRefused("SCRAM-SHA-256-PLUS p=tls-server-end-point,", "password authentication failed");
    }

    // The mail server has a different certificate from the PostgreSQL behind it, as a man in the middle would.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Another_certificate_is_refused(Flavour flavour)
    {
        using var others = new Msmtp.TestKit.TestCertificates();

        var mail = await SendAsync(flavour, Tls13, "scram-sha-256-plus", certificates: others);

        mail.WasRefused("SCRAM-SHA-256-PLUS p=tls-server-end-point,", "SCRAM channel binding check failed");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_session_is_nothing_that_it_knows(Flavour flavour)
    {
        var mail = await SendAsync(flavour, Tls12, "on");

        mail.WasRefused("SCRAM-SHA-256-PLUS p=tls-unique,", "unsupported SCRAM channel-binding type \"tls-unique\"");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_plus_it_lets_a_client_in_that_does_not_bind(Flavour flavour)
    {
        var mail = await SendAsync(flavour, Tls13, "on");

        mail.WasAccepted("SCRAM-SHA-256 n,");
    }

    Task<BoundMail> SendAsync(
        Flavour flavour, string tls, string auth, string password = "secret", Msmtp.TestKit.TestCertificates? certificates = null)
    {
        PostgresServer.Needed();
        var options = new AcceptorOptions(Postgres, tls, EndPoint)
        {
            Offer = "SCRAM-SHA-256 SCRAM-SHA-256-PLUS",
            PostgresPort = postgres.Port,
        };
        return BoundMail.SendAsync(flavour, options, auth, password, certificates ?? postgres.Certificates);
    }
}
