using Msmtp;

[assembly: MsmtpPlugin<My.Plugin_1.ChallengePlugin>]

namespace My.Plugin_1;

/// <summary>A SASL mechanism: the server's challenge, keyed with the password.</summary>
public sealed class ChallengePlugin : IPlugin
{
    public string Id => "my.plugin.id";

    // An eavesdropper can try passwords offline, so this mechanism does not claim to be safe without TLS.
    public void Register(IPluginRegistry registry) => registry
        .AddSasl(new SaslMechanism(ChallengeClient.Mechanism, new SaslFacts(Strength: 45), static context => new ChallengeClient(context)));
}
