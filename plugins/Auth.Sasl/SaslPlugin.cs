using Msmtp.Auth.Sasl.Bearer;
using Msmtp.Auth.Sasl.Digest;
using Msmtp.Auth.Sasl.Scram;

[assembly: Msmtp.MsmtpPlugin<Msmtp.Auth.Sasl.SaslPlugin>]

namespace Msmtp.Auth.Sasl;

/// <summary>The SASL mechanisms that need nothing but a name and a secret.</summary>
public sealed class SaslPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "auth.sasl";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSasl(ScramPlus(ScramHash.Sha512, 96))
            .AddSasl(ScramPlus(ScramHash.Sha256, 93))
            .AddSasl(ScramPlus(ScramHash.Sha1, 90))
            .AddSasl(Scram(ScramHash.Sha512, 75))
            .AddSasl(Scram(ScramHash.Sha256, 70))
            .AddSasl(Scram(ScramHash.Sha1, 60))
            // msmtp's order: inside TLS, PLAIN reveals no more than these two, and lets the server store a good hash of the password.
            .AddSasl(new SaslMechanism("PLAIN", new SaslFacts(50), static context => new PlainClient(context)))
            .AddSasl(new SaslMechanism("CRAM-MD5", new SaslFacts(40), static context => new CramMd5Client(context)))
            .AddSasl(new SaslMechanism("DIGEST-MD5", new SaslFacts(35), static context => new DigestMd5Client(context)))
            .AddSasl(new SaslMechanism("LOGIN", new SaslFacts(10) { Reads = SaslChallenges.None }, static context => new LoginClient(context)))
            .AddSasl(new SaslMechanism("EXTERNAL", External, static context => new ExternalClient(context)))
            .AddSasl(new SaslMechanism("OAUTHBEARER", Bearer, BearerClient.OAuthBearer))
            .AddSasl(new SaslMechanism("XOAUTH2", Bearer, BearerClient.XOAuth2));
    }

    // Bound to TLS, the weakest hash is worth more than the strongest without: the exchange cannot be relayed.
    static SaslMechanism ScramPlus(ScramHash hash, int strength) =>
        new(hash.Plus, new SaslFacts(strength), context => new ScramClient(hash, context) { IsBound = true });

    // A good password withstands what an eavesdropper learns, and nobody can pose as the server.
    static SaslMechanism Scram(ScramHash hash, int strength) =>
        new(hash.Mechanism, new SaslFacts(strength) { IsSafeWithoutTls = true }, context => new ScramClient(hash, context));

    // The user has to ask for these: a secret does not show that it is a token, or that the certificate is meant to log in.
    static SaslFacts External => new(80) { IsChosenAutomatically = false, NeedsUser = false, Secret = null };

    static SaslFacts Bearer => new(30) { IsChosenAutomatically = false, Secret = SecretKind.Token };
}
