namespace Msmtp.Transport.Smtp.Tests;

public sealed class SaslChoiceTests
{
    static readonly SaslMechanism Plain = FakeSasl.Mechanism("PLAIN", 10);
    static readonly SaslMechanism Scram = new("SCRAM-SHA-256", new SaslFacts(50) { IsSafeWithoutTls = true }, static _ => new FakeSasl(null));
    static readonly SaslMechanism Bound = new("SCRAM-SHA-256-PLUS", new SaslFacts(60), static _ => new FakeSasl(null));
    static readonly SaslMechanism External = new("EXTERNAL", new SaslFacts(90) { IsChosenByItself = false }, static _ => new FakeSasl(null));
    static readonly SaslMechanism[] Registered = [Plain, Scram, Bound, External];

    [Theory]
    [InlineData("PLAIN SCRAM-SHA-256 EXTERNAL", true, false, "SCRAM-SHA-256")]
    [InlineData("PLAIN EXTERNAL", true, false, "PLAIN")]
    [InlineData("plain", true, false, "PLAIN")]
    [InlineData("PLAIN SCRAM-SHA-256", false, false, "SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-256-PLUS SCRAM-SHA-256", true, true, "SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-256-PLUS SCRAM-SHA-256", true, false, "SCRAM-SHA-256")]
    public void The_strongest_that_may_be_used_is_chosen(string offered, bool isEncrypted, bool canBind, string chosen)
    {
        Assert.Equal(chosen, SaslChoice.Pick(AuthChoice.Automatic, Registered, Offer(offered, isEncrypted, canBind)).Name);
    }

    [Theory]
    [InlineData("PLAIN", false, "cannot use a secure authentication method")]
    [InlineData("FOO", false, "cannot use a secure authentication method")]
    [InlineData("EXTERNAL FOO", true, "cannot find a usable authentication method")]
    [InlineData("", true, "cannot find a usable authentication method")]
    [InlineData("XPLAINX", true, "cannot find a usable authentication method")]
    public void Nothing_worse_is_chosen_than_may_be_used(string offered, bool isEncrypted, string message)
    {
        var failure = Assert.Throws<MailException>(() => SaslChoice.Pick(AuthChoice.Automatic, Registered, Offer(offered, isEncrypted)));

        Assert.Equal((ExitCode.Unavailable, message), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void What_the_account_names_is_taken_even_without_TLS()
    {
        Assert.Same(Plain, SaslChoice.Pick(AuthChoice.Named("plain"), Registered, Offer("LOGIN PLAIN", false)));
        Assert.Same(External, SaslChoice.Pick(AuthChoice.Named("EXTERNAL"), Registered, Offer("external", true)));
    }

    [Theory]
    [InlineData("plain", "LOGIN XPLAINX", "the server does not support authentication method PLAIN")]
    [InlineData("foo", "FOO", "no plugin knows authentication method FOO")]
    public void What_one_side_does_not_know_is_not_taken(string name, string offered, string message)
    {
        var failure = Assert.Throws<MailException>(() => SaslChoice.Pick(AuthChoice.Named(name), Registered, Offer(offered, true)));

        Assert.Equal((ExitCode.Unavailable, message), (failure.ExitCode, failure.Message));
    }

    static SaslOffer Offer(string names, bool isEncrypted, bool canBind = false) =>
        new(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), isEncrypted, canBind);
}
