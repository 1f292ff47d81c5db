using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Store;

namespace Msmtp.Secrets.OAuth.Tests.Renewal;

public sealed class FreshnessTests
{
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(3600, true)]
    [InlineData(61, true)]
    [InlineData(60, false)]
    [InlineData(59, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void A_token_is_fresh_until_a_minute_before_it_expires(int left, bool isFresh) =>
        Assert.Equal(isFresh, Freshness.IsFresh(SignIn(expires: left, renewed: -10), Now));

    [Theory]
    [InlineData(0, true)]
    [InlineData(-3539, true)]
    [InlineData(-3540, false)]
    public void Where_the_provider_does_not_say_it_is_an_hour(int renewed, bool isFresh) =>
        Assert.Equal(isFresh, Freshness.IsFresh(SignIn(expires: null, renewed), Now));

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(1_000_000, false)]
    public void A_token_from_the_future_is_not_fresh_for_the_clock_was_set_back(int renewed, bool isFresh)
    {
        Assert.Equal(isFresh, Freshness.IsFresh(SignIn(expires: renewed + 3600, renewed), Now));
        Assert.Equal(isFresh, Freshness.IsFresh(SignIn(expires: null, renewed), Now));
    }

    [Fact]
    public void Until_it_is_renewed_it_is_as_old_as_the_sign_in()
    {
        using var signIn = new StoredSignIn { ClientId = "", Scope = "", SignedInAt = Now.AddHours(-2) };

        Assert.False(Freshness.IsFresh(signIn, Now));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void One_that_cannot_be_renewed_is_used_to_the_end(int? left, bool hasExpired) =>
        Assert.Equal(hasExpired, Freshness.HasExpired(SignIn(left, renewed: -7200), Now));

    static StoredSignIn SignIn(int? expires, int renewed) => new()
    {
        ClientId = "",
        Scope = "",
        ExpiresAt = expires is { } end ? Now.AddSeconds(end) : null,
        RenewedAt = Now.AddSeconds(renewed),
        SignedInAt = Now.AddYears(-1),
    };
}
