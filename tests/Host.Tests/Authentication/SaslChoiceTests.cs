using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Authentication;

public sealed class SaslChoiceTests
{
    static readonly SaslMechanism Plain = FakeSasl.Mechanism("PLAIN", 10);
    static readonly SaslMechanism Scram = new("SCRAM-SHA-256", new SaslFacts(50) { IsSafeWithoutTls = true }, static _ => new FakeSasl(null));
    static readonly SaslMechanism Bound = new("SCRAM-SHA-256-PLUS", new SaslFacts(60), static _ => new FakeSasl(null));
    static readonly SaslMechanism External = new("EXTERNAL", new SaslFacts(90) { IsChosenAutomatically = false }, static _ => new FakeSasl(null));
    static readonly SaslMechanism[] Registered = [Plain, Scram, Bound, External];

    [Theory]
    [InlineData("PLAIN SCRAM-SHA-256 EXTERNAL", true, false, "SCRAM-SHA-256 PLAIN")]
    [InlineData("PLAIN EXTERNAL", true, false, "PLAIN")]
    [InlineData("plain", true, false, "PLAIN")]
    [InlineData("PLAIN PLAIN plain", true, false, "PLAIN")]
    [InlineData("PLAIN SCRAM-SHA-256", false, false, "SCRAM-SHA-256")]
    [InlineData("PLAIN SCRAM-SHA-256-PLUS SCRAM-SHA-256", true, true, "SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN")]
    [InlineData("SCRAM-SHA-256-PLUS SCRAM-SHA-256", true, false, "SCRAM-SHA-256")]
    public void All_that_may_be_used_are_tried_the_strongest_first(string offered, bool isEncrypted, bool canBind, string chosen)
    {
        Assert.Equal(chosen, Names(AuthChoice.Automatic, Offer(offered, isEncrypted, canBind)));
    }

    [Fact]
    public void Of_two_that_are_equally_strong_the_first_registered_is_first()
    {
        SaslMechanism[] equals = [FakeSasl.Mechanism("B", 10), FakeSasl.Mechanism("A", 10)];

        Assert.Equal(["B", "A"], SaslChoice.Candidates(AuthChoice.Automatic, null, equals, Offer("A B", true)).Select(static some => some.Name));
    }

    [Theory]
    [InlineData("PLAIN", false, "cannot use a secure authentication method")]
    [InlineData("FOO", false, "cannot use a secure authentication method")]
    [InlineData("EXTERNAL FOO", true, "cannot find a usable authentication method")]
    [InlineData("", true, "cannot find a usable authentication method")]
    [InlineData("XPLAINX", true, "cannot find a usable authentication method")]
    public void Nothing_worse_is_chosen_than_may_be_used(string offered, bool isEncrypted, string message)
    {
        var failure = Assert.Throws<MailException>(() => SaslChoice.Candidates(AuthChoice.Automatic, null, Registered, Offer(offered, isEncrypted)));

        Assert.Equal((ExitCode.Unavailable, message), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void What_the_account_names_is_taken_alone_and_even_without_TLS()
    {
        Assert.Equal("PLAIN", Names(AuthChoice.Named("plain"), Offer("LOGIN PLAIN SCRAM-SHA-256", false)));
        Assert.Equal("EXTERNAL", Names(AuthChoice.Named("EXTERNAL"), Offer("external PLAIN", true)));
    }

    [Theory]
    [InlineData("plain", "LOGIN XPLAINX", "the server does not support authentication method PLAIN")]
    [InlineData("foo", "FOO", "no plugin knows authentication method FOO")]
    public void What_one_side_does_not_know_is_not_taken(string name, string offered, string message)
    {
        var failure = Assert.Throws<MailException>(() => SaslChoice.Candidates(AuthChoice.Named(name), null, Registered, Offer(offered, true)));

        Assert.Equal((ExitCode.Unavailable, message), (failure.ExitCode, failure.Message));
    }

    static readonly SaslMechanism XOAuth2 = FakeSasl.Mechanism("XOAUTH2", 30) with { Facts = new SaslFacts(30) { IsChosenAutomatically = false } };

    [Theory]
    [InlineData("PLAIN OAUTHBEARER XOAUTH2", "XOAUTH2 OAUTHBEARER")]
    [InlineData("SCRAM-SHA-256 OAUTHBEARER", "OAUTHBEARER")]
    [InlineData("xoauth2 LOGIN", "XOAUTH2")]
    public void Where_a_plugin_prefers_mechanisms_no_other_is_tried(string offered, string chosen)
    {
        SaslMechanism[] registered = [.. Registered, XOAuth2 with { Name = "OAUTHBEARER" }, XOAuth2];

        var candidates = SaslChoice.Candidates(AuthChoice.Automatic, ["XOAUTH2", "OAUTHBEARER"], registered, Offer(offered, true));

        Assert.Equal(chosen, string.Join(' ', candidates.Select(static mechanism => mechanism.Name)));
    }

    [Theory]
    [InlineData("PLAIN SCRAM-SHA-256", true, "the server supports no authentication method that this account may use: XOAUTH2, OAUTHBEARER")]
    [InlineData("XOAUTH2", false, "cannot use a secure authentication method")]
    [InlineData("OAUTHBEARER", true, "the server supports no authentication method that this account may use: XOAUTH2, OAUTHBEARER")]
    public void What_a_plugin_prefers_is_neither_replaced_nor_used_in_the_clear(string offered, bool isEncrypted, string message)
    {
        var failure = Assert.Throws<MailException>(() => SaslChoice.Candidates(
            AuthChoice.Automatic, ["XOAUTH2", "OAUTHBEARER"], [.. Registered, XOAuth2], Offer(offered, isEncrypted)));

        Assert.Equal((ExitCode.Unavailable, message), (failure.ExitCode, failure.Message));
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("on", SecretKind.Token)]
    [InlineData("plain", SecretKind.Password)]
    [InlineData("xoauth2", SecretKind.Token)]
    [InlineData("external", null)]
    [InlineData("unknown", SecretKind.Password)]
    public void The_kind_of_secret_is_known_before_the_server_is(string auth, SecretKind? kind)
    {
        var wish = auth switch { "off" => AuthChoice.Off, "on" => AuthChoice.Automatic, _ => AuthChoice.Named(auth) };
        var context = Some.Context(wish) with
        {
            Mechanisms =
            [
                Plain,
                External with { Facts = new SaslFacts(90) { Secret = null } },
                XOAuth2 with { Facts = new SaslFacts(30) { Secret = SecretKind.Token } },
            ],
            MechanismPreferences = [new(static _ => null), new(static _ => ["XOAUTH2"]), new(static _ => ["PLAIN"])],
        };

        Assert.Equal(kind, SaslChoice.KindOfSecret(context));
    }

    static string Names(AuthChoice wish, SaslOffer offer) =>
        string.Join(' ', SaslChoice.Candidates(wish, null, Registered, offer).Select(static mechanism => mechanism.Name));

    static SaslOffer Offer(string names, bool isEncrypted, bool canBind = false) => new("mail.example.org", 587)
    {
        Mechanisms = names.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        IsEncrypted = isEncrypted,
        ChannelBinding = type => canBind && type == "tls-unique" ? "unique"u8.ToArray() : type == "tls-server-end-point" ? "hash"u8.ToArray() : null,
    };
}
