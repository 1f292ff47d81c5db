using Msmtp.Secrets.OAuth.SignIn;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class ProofKeyTests
{
    [Fact]
    public void The_challenge_is_that_of_RFC_7636_appendix_B()
    {
        var key = new ProofKey("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", key.Challenge);
    }

    [Fact]
    public void A_verifier_is_long_enough_allowed_everywhere_and_another_each_time()
    {
        var keys = Enumerable.Range(0, 50).Select(static _ => ProofKey.Create().Verifier).ToList();

        Assert.All(keys, static verifier => Assert.Matches("^[A-Za-z0-9_-]{43}$", verifier));
        Assert.Equal(50, keys.Distinct().Count());
    }
}
