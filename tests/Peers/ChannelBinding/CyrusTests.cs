using static Msmtp.Peers.AcceptorOptions;

namespace Msmtp.Peers;

/// <summary>SCRAM as checked by Cyrus SASL, which supports all of our variants; Python supplies the bindings.</summary>
public sealed class CyrusTests
{
    static readonly AcceptorOptions OverTls12 = new(Cyrus, Tls12, Unique);
    static readonly AcceptorOptions OverTls13 = new(Cyrus, Tls13, EndPoint);

    public static MatrixTheoryData<Flavour, string> Mechanisms { get; } = new(
        Enum.GetValues<Flavour>(), ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512-PLUS"]);

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Below_tls_1_3_the_session_itself_is_bound_to(Flavour flavour, string mechanism)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12, mechanism.ToLowerInvariant());

        mail.WasAccepted($"{mechanism} p=tls-unique,");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Under_tls_1_3_a_mechanism_that_is_named_is_bound_to_the_certificate(Flavour flavour, string mechanism)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls13, mechanism.ToLowerInvariant());

        mail.WasAccepted($"{mechanism} p=tls-server-end-point,");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Another_session_is_refused(Flavour flavour, string mechanism)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12 with { IsSpoilt = true }, mechanism.ToLowerInvariant());

        mail.WasRefused($"{mechanism} p=tls-unique,", "Channel bindings mismatch");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Another_certificate_is_refused(Flavour flavour, string mechanism)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls13 with { IsSpoilt = true }, mechanism.ToLowerInvariant());

        mail.WasRefused($"{mechanism} p=tls-server-end-point,", "Channel bindings mismatch");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task A_wrong_password_is_refused(Flavour flavour, string mechanism)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12, mechanism.ToLowerInvariant(), "wrong");

        mail.WasRefused($"{mechanism} p=tls-unique,", "authentication failure");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task By_itself_the_strongest_that_is_bound_is_chosen(Flavour flavour)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12, "on");

        mail.WasAccepted("SCRAM-SHA-512-PLUS p=tls-unique,");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_binding_is_worth_more_than_the_hash(Flavour flavour)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12 with { Offer = "SCRAM-SHA-512 SCRAM-SHA-1-PLUS" }, "on");

        mail.WasAccepted("SCRAM-SHA-1-PLUS p=tls-unique,");
    }

    // The server would need "tls-exporter", which this client cannot obtain.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task By_itself_nothing_is_bound_under_tls_1_3(Flavour flavour)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls13, "on");

        mail.WasAccepted("SCRAM-SHA-512 n,");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mechanism_that_is_named_without_plus_is_not_bound(Flavour flavour)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12, "scram-sha-256");

        mail.WasAccepted("SCRAM-SHA-256 n,");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_offer_that_was_taken_away_is_noticed(Flavour flavour)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12 with { Offer = "PLAIN SCRAM-SHA-256 SCRAM-SHA-512" }, "on");

        mail.WasRefused("SCRAM-SHA-512 y,", "client incorrectly assumed server had no channel binding");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_type_that_the_server_does_not_know_is_refused(Flavour flavour)
    {
        var mail = await BoundMail.SendAsync(flavour, OverTls12 with { Binding = EndPoint }, "scram-sha-256-plus");

        mail.WasRefused("SCRAM-SHA-256-PLUS p=tls-unique,", "SASL(-5)");
    }
}
