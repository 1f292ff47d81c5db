using Msmtp.Auth.Sasl.Scram;

namespace Msmtp.Auth.Sasl.Tests.Scram;

public sealed class ScramBindingTests
{
    const string Below13 = "tls-unique tls-server-end-point";
    const string At13 = "tls-server-end-point";
    const string SomeDay = "tls-exporter tls-server-end-point";

    [Theory]
    [InlineData(Below13, "p=tls-unique")]
    [InlineData(At13, "p=tls-server-end-point")]
    [InlineData(SomeDay, "p=tls-exporter")]
    public void Plus_takes_the_type_that_servers_must_know_before_the_one_that_they_may(string types, string flag)
    {
        var binding = ScramBinding.Of(Some.Bound(Some.Context(), types.Split(' ')));

        Assert.Equal(flag, binding.Flag);
        Assert.Equal(Some.Binding(flag[2..]).ToArray(), binding.Data.ToArray());
    }

    [Theory]
    [InlineData("", "SCRAM-SHA-256", "n")]
    [InlineData(Below13, "PLAIN SCRAM-SHA-256", "y")]
    [InlineData(SomeDay, "PLAIN SCRAM-SHA-256", "y")]
    // The user has named the mechanism without -PLUS, or asks for another hash: the server does support binding.
    [InlineData(Below13, "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "n")]
    [InlineData(Below13, "SCRAM-SHA-256 scram-sha-1-plus", "n")]
    // A type that servers need not know is none that would have been taken.
    [InlineData(At13, "SCRAM-SHA-256", "n")]
    [InlineData(At13, "SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "n")]
    // Whoever takes offers away must not be able to hide it by making one that nobody here would take.
    [InlineData(Below13, "SCRAM-SHA-256 SCRAM-SHA-999-PLUS X-PLUS GS2-KRB5-PLUS", "y")]
    public void Without_plus_the_flag_says_whether_that_is_our_doing(string types, string offered, string flag)
    {
        var context = Some.Context() with { Account = Named("scram-sha-256"), Offered = offered.Split(' ') };

        var binding = ScramBinding.None(Some.Bound(context, types.Split(' ')));

        Assert.Equal((flag, 0), (binding.Flag, binding.Data.Length));
        Assert.Equal(flag + ",,", binding.Gs2Header);
    }

    // With "auth on" the mechanism with -PLUS was tried before, and refused: perhaps by somebody who could not have passed it on.
    [Fact]
    public void What_follows_a_refusal_by_itself_says_that_it_could_have_bound()
    {
        var context = Some.Context() with
        {
            Account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Auth, AuthChoice.Automatic)),
            Offered = ["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"],
        };

        Assert.Equal("y", ScramBinding.None(Some.Bound(context, "tls-unique")).Flag);
    }

    static MailAccount Named(string mechanism) => new(AccountSettings.Empty.With(CommonSettings.Auth, AuthChoice.Named(mechanism)));

    [Fact]
    public void An_empty_binding_is_none()
    {
        var context = Some.Context() with { IsEncrypted = true, ChannelBinding = static _ => ReadOnlyMemory<byte>.Empty };

        Assert.Throws<InvalidDataException>(() => ScramBinding.Of(context));
        Assert.Equal("n", ScramBinding.None(context).Flag);
    }
}
