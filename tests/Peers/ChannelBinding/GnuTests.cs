using static Msmtp.Peers.AcceptorOptions;

namespace Msmtp.Peers;

/// <summary>SCRAM as checked by GNU SASL, which supports the binding to the session.</summary>
public sealed class GnuTests
{
    static readonly AcceptorOptions OverTls12 = new(Gnu, Tls12, Unique)
    {
        Offer = "PLAIN SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS",
    };

    public static MatrixTheoryData<Flavour, string> Mechanisms { get; } = new(
        Enum.GetValues<Flavour>(), ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS"]);

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task The_session_is_bound_to(Flavour flavour, string mechanism)
    {
        Program.Find("gsasl", "gsasl");

        var mail = await BoundMail.SendAsync(flavour, OverTls12, mechanism.ToLowerInvariant());

        mail.WasAccepted($"{mechanism} p=tls-unique,");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Another_session_is_refused(Flavour flavour, string mechanism)
    {
        Program.Find("gsasl", "gsasl");

        var mail = await BoundMail.SendAsync(flavour, OverTls12 with { IsSpoilt = true }, mechanism.ToLowerInvariant());

        mail.WasRefused($"{mechanism} p=tls-unique,", "Error authenticating user");
    }

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task A_wrong_password_is_refused(Flavour flavour, string mechanism)
    {
        Program.Find("gsasl", "gsasl");

        var mail = await BoundMail.SendAsync(flavour, OverTls12, mechanism.ToLowerInvariant(), "wrong");

        mail.WasRefused($"{mechanism} p=tls-unique,", "Error authenticating user");
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_offer_that_was_taken_away_is_noticed(Flavour flavour)
    {
        Program.Find("gsasl", "gsasl");

        var mail = await BoundMail.SendAsync(flavour, OverTls12 with { Offer = "PLAIN SCRAM-SHA-256" }, "on");

        mail.WasRefused("SCRAM-SHA-256 y,", "Error authenticating user");
    }
}
