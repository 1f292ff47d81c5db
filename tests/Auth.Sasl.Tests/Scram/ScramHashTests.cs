using System.Security.Cryptography;
using Msmtp.Auth.Sasl.Scram;

namespace Msmtp.Auth.Sasl.Tests.Scram;

public sealed class ScramHashTests
{
    public static TheoryData<string> Mechanisms => [.. ScramHash.All.Select(static hash => hash.Mechanism)];

    // Up to 100,000 the library does it, from there on we do.
    [Theory, MemberData(nameof(Mechanisms))]
    public void However_often_the_password_is_hashed_the_result_is_that_of_PBKDF2(string mechanism)
    {
        var hash = ScramHash.All.Single(some => some.Mechanism == mechanism);
        foreach (var iterations in new[] { 1, 4096, 100_000, 100_001, 110_000 })
        {
            var expected = Rfc2898DeriveBytes.Pbkdf2("pencil"u8, "salty"u8, iterations, hash.Algorithm, hash.Length);

            Assert.Equal(expected, hash.Salted("pencil"u8, "salty"u8, iterations, static () => { }));
        }
    }

    [Fact]
    public void Long_work_can_be_stopped() =>
        Assert.Throws<TimeoutException>(() => ScramHash.Sha1.Salted("pencil"u8, "salty"u8, 2_000_000, static () => throw new TimeoutException()));
}
